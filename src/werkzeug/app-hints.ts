/** What to do about the usual slips in apps and views: sentences for `machine.errors`, where the server's log has Python's riddles. */
import { safely } from '../python/foreign.ts';
import { repr, typeName } from '../python/repr.ts';

const SHORT = 40;

/** A value in the words of JavaScript: what the reader has written. It may be anything, a revoked proxy too. */
const inWords = (value: unknown): string => safely(() => wordsFor(value), 'a value that throws when it is looked at');

function wordsFor(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'function') return isClass(value) ? `the class ${value.name}` : `the function ${value.name}`;
  if (typeof value === 'string') return `the text ${repr(value.length > SHORT ? `${value.slice(0, SHORT)}…` : value)}`;
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value !== 'object') return `the ${typeof value} ${repr(value)}`;
  const name = typeName(value);
  if (name === 'bytes') return 'bytes';
  if (name === 'list') return 'an array';
  return name === 'dict' ? 'a plain object' : `a ${name}`;
}

/** For what a view has answered, which is no app. */
export const viewAnswered = (answer: unknown): string =>
  `the view answered ${inWords(answer)}: answer a Response, as in return new Response('hello')`;

/** For what is no app. */
export const noApp = (value: unknown): string =>
  `${inWords(value)} is not an app: an app is a function (environ, startResponse), or Request.application(view)`;

/** For what an app has answered, which can not be iterated. */
export function appAnswered(answer: unknown): string {
  if (safely(() => typeof answer === 'object' && answer !== null && '__call__' in answer, false)) {
    const name = typeName(answer);
    return `the app answered a ${name}, as a view does: make it an app by Request.application(view), or return response.__call__(environ, startResponse)`;
  }
  return `the app answered ${inWords(answer)}: answer an iterable of bytes, as in return [encodeUtf8('hello')]`;
}

/** For an item of a body that is not bytes. */
export const wroteNoBytes = (item: unknown): string =>
  typeof item === 'string'
    ? `the app sent ${inWords(item)}: a body is bytes, as encodeUtf8(text) makes them; an answer that is a text is sent letter by letter`
    : `the app sent ${inWords(item)}: a body is bytes, as encodeUtf8(text) makes them`;

/** For what a response was given as its body. */
export const wrongBody = (body: unknown): string =>
  `body: ${inWords(body)} is not a body; give text, bytes, or an iterable of them`;

/** For a status that is none. */
export const wrongStatus = (status: unknown): string =>
  `status: ${inWords(status)} is not a status; startResponse takes a text that begins with a number, such as '200 OK'`;

/** For headers that are none. */
export const wrongHeaders = (headers: unknown): string =>
  `headers: ${inWords(headers)} does not hold headers; startResponse takes a list of pairs, such as [['X-Name', 'value']]`;

/** For an exception of an app that looks like something else: a view, or a class. */
export function notMeantAsApp(app: unknown): string | undefined {
  if (typeof app !== 'function') return undefined;
  if (isClass(app)) return noApp(app);
  return app.length === 1
    ? `the app takes one argument, as a view does: make it an app by Request.application(${app.name === '' ? 'view' : app.name})`
    : undefined;
}

/** A class can not be called. Its source tells, which engines show for every function. */
const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));
