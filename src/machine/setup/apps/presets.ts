/** The apps that come with Glaswerk, in the order in which a reader meets them. */
import type { WsgiApp } from '../../../werkzeug/wsgi-types.ts';
import { registerPresets } from '../known-presets.ts';
import { boom } from './boom.ts';
import { counter } from './counter.ts';
import { datagrams } from './datagrams.ts';
import { echo } from './echo.ts';
import { environ } from './environ.ts';
import { form } from './form.ts';
import { hello } from './hello.ts';
import { named } from './named.ts';
import { rawHello } from './raw-hello.ts';
import { sleepy } from './sleepy.ts';
import { stream } from './stream.ts';

export interface Preset {
  /** Its name in scenarios. */
  readonly name: string;
  readonly title: string;
  /** One sentence: what there is to see. */
  readonly note: string;
  readonly app: WsgiApp;
  /** Whether its server takes datagrams instead of requests. */
  readonly isDatagram?: boolean;
}

export const PRESETS: readonly Preset[] = registerPresets<Preset>([
  { name: 'hello', title: 'Hello (JSON)', note: 'A view on werkzeug’s Request and Response', app: hello },
  {
    name: 'raw-hello',
    title: 'Hello (bare WSGI)',
    note: 'Two chunks and no Content-Length',
    app: named('rawHello', rawHello),
  },
  { name: 'environ', title: 'Environ', note: 'Answers the environ it got', app: named('environ', environ) },
  { name: 'echo', title: 'Echo', note: 'Reads the body and answers it', app: echo },
  { name: 'form', title: 'Form', note: 'Parses form fields, urlencoded or multipart', app: form },
  { name: 'stream', title: 'Stream', note: 'Three chunks, half a second apart', app: named('stream', stream) },
  { name: 'sleepy', title: 'Sleepy', note: 'Takes a second; send two at once', app: sleepy },
  { name: 'counter', title: 'Counter', note: 'Loses an update on threads', app: counter },
  { name: 'boom', title: 'Boom', note: 'Raises before, or after, the headers are sent', app: named('boom', boom) },
  {
    name: 'datagrams',
    title: 'Datagrams (UDP)',
    note: 'Answers each datagram in capital letters',
    app: datagrams,
    isDatagram: true,
  },
]);

/** The preset with that name, if there is one. */
export const preset = (name: string): Preset | undefined => PRESETS.find((candidate) => candidate.name === name);
