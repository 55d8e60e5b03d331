/**
 * Advice on common mistakes in apps and views, for `machine.errors`, where the server's log has Python's terse
 * messages.
 */
import { AppError, isInstance, lengthOf, tryOr } from '../python/foreign.ts';
import { repr, typeName } from '../python/repr.ts';

const SHORT = 40;

/** A value in terms of JavaScript, as the user wrote it. It may be anything, even a revoked proxy. */
const inWords = (value: unknown): string => tryOr(() => wordsFor(value), 'a value that throws when it is looked at');

function wordsFor(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'function') return functionInWords(value);
  if (typeof value === 'string') return `the text ${repr(value.length > SHORT ? `${value.slice(0, SHORT)}…` : value)}`;
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value !== 'object') return `the ${typeof value} ${repr(value)}`;
  if (isOfFetch(value)) return "the browser's Response";
  if (value instanceof Map) return 'a Map';
  const name = typeName(value);
  if (name === 'bytes') return lengthOf(value) === undefined ? 'an object that is like a Uint8Array and is none' : name;
  if (name === 'list') return 'an array';
  if (name === 'async_generator') return 'an async generator';
  return name === 'dict' ? 'a plain object' : `a ${name}`;
}

function functionInWords(value: Function): string {
  const kind = isClass(value) ? 'class' : 'function';
  return value.name === '' ? `a ${kind} without a name` : `the ${kind} ${value.name}`;
}

/** The browser's `Response`, which has the same name as ours. */
const isOfFetch = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Response]';

/** The advice for a value with its own remedy, wherever it occurs; `otherwise` for others. */
function remedyFor(value: unknown, what: string, otherwise: string): string {
  if (tryOr(() => isOfFetch(value), false)) return 'import Response from glaswerk';
  const isAsync = tryOr(() => typeof value === 'object' && value !== null && Symbol.asyncIterator in value, false);
  return isAsync ? `${what} must not be async; use function* and yield*` : otherwise;
}

/** For a view that did not return an app. */
export const viewAnswered = (answer: unknown): string =>
  `the view answered ${inWords(answer)}: ${remedyFor(answer, 'views', "answer a Response, as in return new Response('hello')")}`;

/** For a value that is not an app. */
export const noApp = (value: unknown): string =>
  `${inWords(value)} is not an app: an app is a function (environ, startResponse), or Request.application(view)`;

/** For a result of an app that cannot be iterated. */
export function appAnswered(answer: unknown): string {
  if (tryOr(() => typeof answer === 'object' && answer !== null && '__call__' in answer, false)) {
    const name = typeName(answer);
    return `the app answered a ${name}, as a view does: make it an app by Request.application(view), or return response.__call__(environ, startResponse)`;
  }
  const remedy = remedyFor(answer, 'apps', "answer an iterable of bytes, as in return [encodeUtf8('hello')]");
  return `the app answered ${inWords(answer)}: ${remedy}`;
}

/** For an item of a body that is not bytes. */
export function wroteNoBytes(item: unknown): string {
  const why = typeof item === 'string' ? '; an answer that is a text is sent letter by letter' : '';
  return `the app sent ${inWords(item)}: a body is bytes, as encodeUtf8(text) makes them${why}`;
}

/** A constructor gives a response an empty body; without a body, no constructor has run. */
const UNMADE = 'a response gets one from its constructor: write new Response(body)';

/** For a bad body of a response. */
export const wrongBody = (body: unknown): string =>
  `body: ${inWords(body)} is not a body; ${remedyFor(body, 'bodies', body === undefined || body === null ? UNMADE : 'give text, bytes, or an iterable of them')}`;

/** For a bad status. */
export const wrongStatus = (status: unknown): string =>
  `status: ${inWords(status)} is not a status; startResponse takes a text that begins with a number, such as '200 OK'`;

/** For bad headers. */
export const wrongHeaders = (headers: unknown): string =>
  `headers: ${inWords(headers)} does not hold headers; startResponse takes a list of pairs, such as [['X-Name', 'value']]`;

/** For data that is sent before status and headers are known. */
export function notStarted(app: unknown, status: unknown): string {
  if (status !== undefined && status !== null)
    return "startResponse takes status and headers, as in startResponse('200 OK', [])";
  return (
    tryOr(() => notMeantAsApp(app), undefined) ??
    "the app did not call startResponse: write startResponse('200 OK', headers); a view is made an app by Request.application(view)"
  );
}

/** For an exception of an app that looks like something else: a view, or a class. */
export function notMeantAsApp(app: unknown): string | undefined {
  if (typeof app !== 'function') return undefined;
  if (isClass(app)) return noApp(app);
  return app.length === 1
    ? `the app takes one argument, as a view does: make it an app by Request.application(${app.name === '' ? 'view' : app.name})`
    : undefined;
}

/** Members of a request that are coroutines here and attributes in Python. */
const COROUTINE = /\breq(?:uest)?\.(form|files|values|json|data)(?:\(\.\.\.\))?\.([\w$]+) is not a function/i;
const CALLED = /\breq(?:uest)?\.([\w$]+) is not a function/i;

/** For an error of the engine: a habit from Python, or `yield*` on a plain value. */
export function engineSlip(error: unknown, request?: object): string | undefined {
  if (!(error instanceof AppError) || !isInstance(error.thrown, TypeError)) return undefined;
  const { text } = error;
  const [, coroutine, member = ''] = COROUTINE.exec(text) ?? [];
  if (coroutine !== undefined)
    return `request.${coroutine}() is a coroutine here: write (yield* request.${coroutine}()).${member}(…), inside a function*`;
  const [, called] = CALLED.exec(text) ?? [];
  if (called !== undefined && request !== undefined && isProperty(request, called))
    return `request.${called} is a property: write it without ()`;
  return /yield\*|is not iterable|\[?Symbol\.iterator\]?/.test(text)
    ? 'yield* and for take what can be iterated: write yield* in front of coroutines only, and none in front of a plain value'
    : undefined;
}

/** Whether a member is not a method. It is not read, since a getter may have effects. */
function isProperty(value: object, name: string): boolean {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found !== undefined) return typeof found.value !== 'function';
  }
  return false;
}

/** Whether a value is a class, which cannot be called: engines show the source of every function. */
const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));
