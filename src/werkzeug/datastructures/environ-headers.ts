/** Headers of an environ. */
import { KeyError, PyTypeError } from '../../python/errors.ts';
import { repr, typeName } from '../../python/repr.ts';
import { title } from '../../python/text.ts';
import { pair } from '../../python/tuple.ts';
import { BadRequestKeyError } from '../exceptions.ts';
import { Headers } from './headers.ts';
import { HEADERS_CHANGES, makeImmutable } from './mixins.ts';

/** The request's headers, read from the environ each time. @python werkzeug.datastructures.headers.EnvironHeaders */
export class EnvironHeaders extends Headers {
  static override readonly name: string = 'EnvironHeaders';
  readonly environ: Readonly<Record<string, unknown>>;

  constructor(environ: Readonly<Record<string, unknown>>) {
    super();
    this.environ = environ;
  }

  override get length(): number {
    return [...this].length;
  }

  override *[Symbol.iterator](): Generator<[string, string], undefined, undefined> {
    for (const [key, value] of Object.entries(this.environ)) {
      if (key.startsWith('HTTP_') && key !== 'HTTP_CONTENT_TYPE' && key !== 'HTTP_CONTENT_LENGTH') {
        yield pair(title(key.slice(5).replaceAll('_', '-')), value as string);
      } else if ((key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH') && value !== '' && value !== undefined) {
        yield pair(title(key.replaceAll('_', '-')), value as string);
      }
    }
    return undefined;
  }

  override item(key: string): string;
  override item(key: number): [string, string];
  /** Raises BadRequestKeyError for anything but a name, since an environ has no order. */
  override item(key: string | number): string | [string, string] {
    if (typeof key === 'string') return this._getKey(key);
    throw new BadRequestKeyError(key);
  }

  override slice(...slice: (number | undefined)[]): never {
    throw new BadRequestKeyError(slice);
  }

  override equals(other: unknown): boolean {
    return other instanceof EnvironHeaders && other.environ === this.environ;
  }

  /** Raises TypeError. */
  override copy(): never {
    throw new PyTypeError(`cannot create ${repr(typeName(this))} copies`);
  }

  override _find(key: string): string | undefined {
    const name = environKey(key);
    return Object.hasOwn(this.environ, name) ? (this.environ[name] as string) : undefined;
  }

  override _getKey(key: string): string {
    const value = this._find(key);
    if (value === undefined) throw new KeyError(environKey(key));
    return value;
  }

  static readonly isImmutable: boolean = makeImmutable(EnvironHeaders, HEADERS_CHANGES);
}

function environKey(key: string): string {
  const name = key.toUpperCase().replaceAll('-', '_');
  return name === 'CONTENT_TYPE' || name === 'CONTENT_LENGTH' ? name : `HTTP_${name}`;
}
