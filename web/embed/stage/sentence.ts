/** What happens in a step, as a sentence. */
import type { Step, StepKind } from '../../../src/index.ts';
import type { TextKey } from '../../texts/sentences.ts';

/** A key with its values: those in `code` are names and values of the program. */
export interface StepSentence {
  readonly key: TextKey;
  readonly code: Readonly<Record<string, string>>;
}

const QUEUE = /^(socket \d+): ([+-])(\d+)$/;
const LONGEST = 160;

const KEYS = {
  call: 'stage.step.call',
  return: 'stage.step.return',
  raise: 'stage.step.raise',
  syscall: 'stage.step.syscall',
  block: 'stage.step.block',
  switch: 'stage.step.switch',
  thread: 'stage.step.thread',
  exit: 'stage.step.exit',
  queue: 'stage.step.queue',
  socket: 'stage.step.socket',
  change: 'stage.step.change',
  log: 'stage.step.log',
  input: 'stage.step.input',
  segment: 'stage.step.segment',
} as const satisfies Readonly<Record<StepKind, TextKey>>;

/** @param thread the name of its thread. */
export function stepSentence({ kind, name, detail }: Step, thread: string): StepSentence {
  const value = detail.length > LONGEST ? `${detail.slice(0, LONGEST)}…` : detail;
  const short = kind === 'call' || kind === 'return' || kind === 'raise' ? shortName(name) : name;
  const code = { name: short, value, thread };
  if (kind === 'call') return { key: KEYS.call, code: { ...code, value: `(${value})` } };
  if (kind === 'return' && value === 'None') return { key: 'stage.step.return.none', code };
  if (kind === 'thread' && value === 'ended') return { key: 'stage.step.thread.end', code };
  if (kind === 'queue') {
    const [, socket = '', sign = '', count = ''] = QUEUE.exec(value) ?? [];
    if (sign !== '')
      return { key: sign === '+' ? 'stage.step.queue.in' : 'stage.step.queue.out', code: { socket, count } };
  }
  return { key: KEYS[kind], code };
}

/** A method with its class: `BaseServer.serve_forever`; a function by itself. */
export function shortName(name: string): string {
  const parts = name.split('.').filter((part) => part !== '<locals>');
  const last = parts.pop() ?? '';
  const owner = parts.pop() ?? '';
  return /^_*[A-Z]/.test(owner) || name.includes('<locals>') ? `${owner}.${last}` : last;
}
