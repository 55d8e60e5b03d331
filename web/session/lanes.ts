/** The lanes of the buffers pane, in the order in which bytes pass them. */
import type { LaneName } from '../../src/vocabulary.ts';

/**
 * Bytes that are counted together: those of the request, of the response, and those that went through
 * `_headers_buffer`.
 */
export type Stream = 'request' | 'response' | 'headers';

/**
 * `stream`: the bytes that a lane holds. Those in `_headers_buffer` are counted apart, before they become a part of the
 * response.
 */
export const LANES = [
  {
    name: 'client out',
    stream: 'request',
    title: 'buffers.clientOut',
    where: 'buffers.where.client',
    empty: 'buffers.clientOut.empty',
  },
  {
    name: 'wire to server',
    stream: 'request',
    title: 'buffers.wireOut',
    where: 'buffers.where.network',
    empty: 'buffers.wireOut.empty',
  },
  {
    name: 'kernel receive',
    stream: 'request',
    title: 'buffers.receiveQueue',
    where: 'buffers.where.kernel',
    empty: 'buffers.receiveQueue.empty',
  },
  {
    name: 'rfile',
    stream: 'request',
    title: 'buffers.rfile',
    where: 'buffers.where.handler',
    empty: 'buffers.rfile.empty',
  },
  {
    name: 'headers buffer',
    stream: 'headers',
    title: 'buffers.headersBuffer',
    where: 'buffers.where.handler',
    empty: 'buffers.headersBuffer.empty',
  },
  {
    name: 'wfile',
    stream: 'response',
    title: 'buffers.wfile',
    where: 'buffers.where.handler',
    empty: 'buffers.wfile.empty',
  },
  {
    name: 'wire to client',
    stream: 'response',
    title: 'buffers.wireBack',
    where: 'buffers.where.network',
    empty: 'buffers.wireBack.empty',
  },
  {
    name: 'client in',
    stream: 'response',
    title: 'buffers.clientIn',
    where: 'buffers.where.client',
    empty: 'buffers.clientIn.empty',
  },
] as const satisfies readonly { readonly name: LaneName; readonly stream: Stream; readonly [text: string]: string }[];

export type LaneInfo = (typeof LANES)[number];
