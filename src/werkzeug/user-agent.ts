import { typeName } from '../python/repr.ts';

/** A User-Agent header, unparsed: a subclass may parse it. @python werkzeug.user_agent.UserAgent */
export class UserAgent {
  static readonly name: string = 'UserAgent';
  readonly platform: string | undefined = undefined;
  readonly browser: string | undefined = undefined;
  readonly version: string | undefined = undefined;
  readonly language: string | undefined = undefined;
  /** The header's value. */
  readonly string: string;

  constructor(string: string) {
    this.string = string;
  }

  /** `bool(self)`: whether the browser is known. */
  get isTrue(): boolean {
    return this.browser !== undefined && this.browser !== '';
  }

  /** @python werkzeug.user_agent.UserAgent.to_header */
  toHeader(): string {
    return this.string;
  }

  toString(): string {
    return this.string;
  }

  __str__(): string {
    return this.string;
  }

  __repr__(): string {
    return `<${typeName(this)} ${this.browser ?? 'None'}/${this.version ?? 'None'}>`;
  }
}
