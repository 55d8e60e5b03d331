/** What a mirrored method is in Python: its signature, and the file of the original, which is only pointed at. */
import signatures from './signatures.json';

const CPYTHON = 'https://github.com/python/cpython/blob/v3.11.7/';
const WERKZEUG = 'https://github.com/pallets/werkzeug/blob/3.1.8/';

/** Modules of CPython that are not in the file of their name: `io` is in C, and the same in Python stands beside it. */
const FILES: Readonly<Record<string, string>> = {
  io: 'Lib/_pyio.py',
  os: 'Modules/posixmodule.c',
  time: 'Modules/timemodule.c',
};

/** By class or module, and the name in it. */
const SIGNATURES: Readonly<Record<string, Readonly<Record<string, string>>>> = signatures;

/** `(self, request, client_address)`; undefined for an attribute, and for what Python itself tells nothing of. */
export function signatureOf(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  return SIGNATURES[name.slice(0, dot)]?.[name.slice(dot + 1)];
}

export interface Original {
  readonly project: string;
  /** Path of the file in its repository. */
  readonly file: string;
  readonly address: string;
}

/** The file of the original that holds a module of Python. */
export function originalOf(module: string): Original {
  const path = module.replaceAll('.', '/');
  if (module.startsWith('werkzeug.')) {
    const file = `src/${path}.py`;
    return { project: 'Werkzeug 3.1.8', file, address: WERKZEUG + file };
  }
  const file = FILES[module] ?? `Lib/${path}.py`;
  return { project: 'CPython 3.11.7', file, address: CPYTHON + file };
}
