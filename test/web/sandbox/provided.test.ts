/** What an app may import, and what is said of a name that does not exist. */
import { expect, test } from 'vitest';
import { nearestName } from '../../../web/sandbox/nearest-name.ts';
import { adviceOnName, missing, provide } from '../../../web/sandbox/provided.ts';
import { compile } from '../../../web/session/compile.ts';

test('the name that was probably meant is found, and none where nothing is near', () => {
  const names = ['Request', 'Response', 'redirect', 'sendFile', 'encodeUtf8'];
  for (const [typed, meant] of [
    ['Respone', 'Response'],
    ['response', 'Response'],
    ['Rsepones', 'Response'],
    ['send_file', 'sendFile'],
    ['encodeUTF8', 'encodeUtf8'],
    ['redirct', 'redirect'],
    ['jsonify', undefined],
    ['x', undefined],
  ] as const) {
    expect(nearestName(typed, names), typed).toBe(meant);
  }
});

test('a mistyped module or name is told with what was meant, or where it is', () => {
  expect(() => provide('glaswrk')).toThrow("there is no module 'glaswrk' here; did you mean 'glaswerk'?");
  expect(() => provide('glaswerk/http.sever')).toThrow("did you mean 'glaswerk/http.server'?");
  expect(() => provide('node:fs')).toThrow(/^there is no module 'node:fs' here; an app can import from/);
  expect(missing('glaswerk', 'Response')).toBeUndefined();
  expect(missing('glaswerk', 'Respone')).toBe("'glaswerk' exports no 'Respone'; did you mean 'Response'?");
  expect(missing('glaswerk', 'PollSelector')).toContain("it is in 'glaswerk/selectors'");
  expect(missing('glaswerk', 'jsonify')).toBe("'glaswerk' exports no 'jsonify'");
  expect(adviceOnName('Response')).toBe("write import { Response } from 'glaswerk'");
  expect(adviceOnName('Respnse')).toBe("did you mean 'Response'?");
  expect(adviceOnName('elsewhere')).toBe('');
});

test('the imports of an app come with their lines; types, and what is in comments and texts, do not', () => {
  const code = compile(`// import { No } from 'glaswerk';
import { Request, Respone as Answer, type WsgiApp } from 'glaswerk';
import type { Headers } from 'glaswerk';
import {
  TCPServer,
  BaseServer,
} from 'glaswerk/socketserver';
const text = "import { Never } from 'glaswerk';";
const typed: BaseServer | Headers | WsgiApp | undefined = undefined;
export const app = Request.application(() => new Answer(text, TCPServer, typed));
`);
  expect(code).toBeTypeOf('string');
  expect(JSON.parse(/^export const imports=(.*)$/m.exec(code as string)?.[1] ?? '')).toEqual([
    ['glaswerk', 'Request', 2],
    ['glaswerk', 'Respone', 2],
    ['glaswerk/socketserver', 'TCPServer', 5],
  ]);
});
