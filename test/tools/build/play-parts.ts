/** Loads parts of the worker's program as the worker does, and plays examples in them: in Node, without a page. */
import type { FromMachine, ToMachine } from '../../../src/host/protocol.ts';
import type { ExampleText } from '../../../src/host/played.ts';
import type { PartModules, PartModule, Program } from '../../../web/sandbox/program.ts';

export class PartsWorker {
  private readonly _waiting = new Map<number, (message: FromMachine) => void>();
  private readonly _program: Program = {
    post: (message) => this._waiting.get(message.session)?.(message as FromMachine),
    host: undefined,
  };
  private readonly _addresses = new Map<string, string>();
  private readonly _name: string;

  /** @param name keeps workers apart: Node, like a browser, loads an address once. */
  constructor(name: string) {
    this._name = name;
  }

  async load(modules: PartModules): Promise<void> {
    let last = '';
    for (const [name, code] of modules) {
      const linked = code.replaceAll(/"part:([\w-]+)"/g, (_text, from: string) =>
        JSON.stringify(this._addresses.get(from)),
      );
      last = `data:text/javascript,${encodeURIComponent(`${linked}\n// ${this._name}`)}`;
      this._addresses.set(name, last);
    }
    const module = (await import(/* @vite-ignore */ last)) as PartModule;
    module.install(this._program);
  }

  receive(message: ToMachine): void {
    this._program.host?.receive(message);
  }

  /** What comes of an example. */
  async play(example: Partial<ExampleText> & { readonly text: string }, isTraced = false): Promise<FromMachine> {
    PartsWorker._count += 1;
    const session = PartsWorker._count;
    const { text, ...rest } = example;
    const requests = [{ text, isEscaped: false, lineEnds: 'crlf' as const }];
    const none = { app: undefined, source: undefined, server: undefined, seed: undefined, link: undefined };
    const subject = { example: { ...none, answer: undefined, values: undefined, ...rest, requests } };
    return await new Promise((resolve) => {
      this._waiting.set(session, resolve);
      this.receive({ type: 'play', session, subject, code: undefined, isTraced, isRun: true });
    });
  }

  private static _count = 0;
}
