/** The attributes of a tag, as far as `check` uses them: which there are, and what they may say. */
import { SERVER_KINDS } from '../../vocabulary.ts';
import { PRESETS, preset } from '../../index.ts';
import { linkOf } from '../../examples/index.ts';
import type { ExampleOptions } from '../../examples/index.ts';
import type { FoundTag } from './find/found.ts';

/** Why an example cannot be run. */
export class ExampleError extends Error {
  override readonly name = 'ExampleError';
}

/** The attributes of the element, and those that only `check` reads. */
const OWN = [
  ...['app', 'app-src', 'request', 'src', 'server', 'seed', 'link', 'line-ends', 'attach', 'expect', 'lab', 'group'],
  ...['at', 'view', 'theme', 'controls', 'readonly', 'loading', 'height', 'skip', 'expect-drift'],
];
/** Attributes that any element has, or that docs tools add. */
const COMMON =
  /^(?:id|class|style|title|lang|dir|hidden|slot|part|role|tabindex|key|ref|is|data-.*|aria-.*|client:.*|v-.*|set:.*)$/;

/** Throws ExampleError for an attribute that the element does not have. */
export function checkNames({ attributes }: FoundTag): void {
  for (const name of attributes.keys()) {
    if (OWN.includes(name) || COMMON.test(name)) continue;
    if (/^[:@{[]/.test(name)) throw new ExampleError(`${name} is code of a template, which check does not run`);
    throw new ExampleError(`${name} is not an attribute of glas-werk; there are ${OWN.toSorted().join(', ')}`);
  }
}

/** What an attribute says; undefined when it is missing or empty. */
export const said = ({ attributes }: FoundTag, name: string): string | undefined =>
  attributes.get(name)?.trim() || undefined;

/** The options of the machine. Throws ExampleError for a value that cannot be; the machine checks the rest. */
export function optionsOf(tag: FoundTag): ExampleOptions {
  const [server, seed, link] = [said(tag, 'server'), said(tag, 'seed'), said(tag, 'link')];
  const app = said(tag, 'app');
  if (app !== undefined && preset(app) === undefined) {
    const names = PRESETS.map(({ name }) => name).join(', ');
    throw new ExampleError(
      `app: '${app}' is not an app of Glaswerk; there are ${names}. app-src names one of your own`,
    );
  }
  const kind = SERVER_KINDS.find((candidate) => candidate === server);
  if (server !== undefined && kind === undefined) {
    throw new ExampleError(`server: '${server}' is not a server; there are ${SERVER_KINDS.join(', ')}`);
  }
  if (seed !== undefined && !/^\d{1,10}$/.test(seed)) throw new ExampleError(`seed: '${seed}' is not a number`);
  return {
    app,
    server: kind,
    seed: seed === undefined ? undefined : Number(seed),
    link: link === undefined ? undefined : linkOf(link),
  };
}

export function lineEndsOf(tag: FoundTag): 'crlf' | 'lf' {
  const lineEnds = said(tag, 'line-ends') ?? 'crlf';
  if (lineEnds === 'crlf' || lineEnds === 'lf') return lineEnds;
  throw new ExampleError(`line-ends: '${lineEnds}' is neither crlf nor lf`);
}
