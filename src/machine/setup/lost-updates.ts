/**
 * Finds updates of an app's memory that are lost: two threads read a value, one sets it, and the other one sets it
 * again without having seen that.
 */
import type { Memory } from '../../kernel/process.ts';
import { runningKernelOrNone } from '../../kernel/running.ts';

/** What a thread knows of a value: the update that it has seen last, and the value. */
interface Known {
  readonly update: number;
  readonly value: unknown;
}

/** One name: how often it was set, what each thread knows of it, and what the last one to set it had known. */
interface Cell {
  updates: number;
  readonly known: Map<number, Known>;
  setBy: number;
  from: Known | undefined;
}

const MOST_THREADS = 100;
const MOST_CHARACTERS = 40;

const watchers = new WeakMap<Memory, Memory>();
/** What is behind a watcher: memory that an app keeps in itself must stay data, which fork copies. */
const behind = new WeakMap<object, Memory>();

/** Notes who reads and sets what. An update is lost when it was not read by the thread that sets the name again. */
export function watched(memory: Memory): Memory {
  let watcher = watchers.get(memory);
  if (watcher === undefined) {
    watchers.set(memory, (watcher = new Proxy(memory, handlerOf())));
    behind.set(watcher, memory);
  }
  return watcher;
}

function handlerOf(): ProxyHandler<Memory> {
  const cells = new Map<string | symbol, Cell>();
  const cellOf = (name: string | symbol): Cell => {
    let cell = cells.get(name);
    if (cell === undefined) cells.set(name, (cell = { updates: 0, known: new Map(), setBy: 0, from: undefined }));
    return cell;
  };
  return {
    get(memory, name) {
      const value: unknown = Reflect.get(memory, name);
      const cell = cellOf(name);
      know(cell, tidNow(), { update: cell.updates, value });
      return value;
    },
    set(memory, name, given) {
      const value: unknown = behind.get(given as object) ?? given;
      const cell = cellOf(name);
      const tid = tidNow();
      const { known, from, setBy, updates } = cell;
      const before = known.get(tid);
      if (before !== undefined && setBy !== tid && from?.update === before.update && updates > before.update)
        runningKernelOrNone()?.observer?.cameTo('memory', `${String(name)}: both read ${textOf(before.value)}`);
      cell.updates += 1;
      cell.setBy = tid;
      cell.from = before;
      know(cell, tid, { update: cell.updates, value });
      return Reflect.set(memory, name, value);
    },
  };
}

/** Threads come and go: of those that have not been here for long nothing is known. */
function know({ known }: Cell, tid: number, what: Known): void {
  known.delete(tid);
  known.set(tid, what);
  const [oldest = tid] = known.keys();
  if (known.size > MOST_THREADS) known.delete(oldest);
}

/** 0 outside of all threads, where nothing can be lost. */
const tidNow = (): number => runningKernelOrNone()?.currentOrNone?.tid ?? 0;

/** Only values that have no parts: those of an app may do anything when they are made a text. */
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value.slice(0, MOST_CHARACTERS);
  return typeof value === 'number' || typeof value === 'boolean'
    ? `${value}`
    : value === undefined
      ? 'nothing'
      : 'the same';
};
