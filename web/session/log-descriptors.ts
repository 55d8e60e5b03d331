/** What the descriptors in a face's log are open on. It is read once for all who ask: waits, and notes beside steps. */
import { DescriptorHistory } from '../../src/explain/descriptors/history.ts';
import type { StepLog } from './log/step-log.ts';

interface Read {
  readonly version: number;
  readonly history: DescriptorHistory;
}

const histories = new WeakMap<StepLog, Read>();

/** The history of a log; another one after steps were forgotten. The caller reads it as far as it needs. */
export function descriptorsOfLog(log: StepLog): DescriptorHistory {
  const { version } = log;
  let known = histories.get(log);
  if (known?.version !== version) histories.set(log, (known = { version, history: new DescriptorHistory() }));
  return known.history;
}
