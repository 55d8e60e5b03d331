/** All apps and handlers by the names that the recordings use. */
import type { HandlerClass } from '../../../src/stdlib/socketserver.ts';
import type { WsgiApp } from '../../../src/werkzeug/wsgi-types.ts';
import * as basic from './basic.ts';
import * as bodies from './bodies.ts';
import * as concurrency from './concurrency.ts';
import * as exceptions from './exceptions.ts';
import * as faults from './faults.ts';
import * as httpHandlers from './http-handlers.ts';
import * as misuse from './misuse.ts';
import * as requests from './requests.ts';
import * as responses from './responses.ts';
import * as socketHandlers from './socket-handlers.ts';
import * as wsgiHandlers from './wsgi-handlers.ts';

/** The apps. Some answer what no type of an app allows, which is what they are for. */
export const APPS = {
  ...basic,
  ...bodies,
  ...concurrency,
  ...exceptions,
  ...faults,
  ...misuse,
  ...requests,
  ...responses,
} as unknown as Readonly<Record<string, WsgiApp>>;

export const HANDLERS = { ...httpHandlers, ...socketHandlers, ...wsgiHandlers } as unknown as Readonly<
  Record<string, HandlerClass>
>;
