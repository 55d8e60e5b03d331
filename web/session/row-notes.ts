/** Makes the notes beside steps, in words. Loaded when the first row is drawn. */
import type { Step } from '../../src/index.ts';
import type { DescriptorMention } from '../../src/explain/descriptors/descriptor.ts';
import type { DescriptorHistory } from '../../src/explain/descriptors/history.ts';
import { DESCRIPTORS_EN } from '../../src/explain/descriptors/sentences/en.ts';
import { DESCRIPTORS_ZH } from '../../src/explain/descriptors/sentences/zh.ts';
import { descriptorText } from '../../src/explain/descriptors/text.ts';
import { looksLikeFault, mayBeHarmless } from '../../src/explain/oddities/answers.ts';
import { oddityAt } from '../../src/explain/oddities/find-oddity.ts';
import { oddityText } from '../../src/explain/oddities/oddity-text.ts';
import { ODDITIES_EN } from '../../src/explain/oddities/sentences/en.ts';
import { ODDITIES_ZH } from '../../src/explain/oddities/sentences/zh.ts';
import type { Language } from '../texts/texts.ts';
import { descriptorsOfLog } from './log-descriptors.ts';
import type { StepLog } from './log/step-log.ts';

export interface Note {
  /** Why the step is harmless, code in backticks; undefined for a fault, and for what looks like none. */
  readonly harmless: string | undefined;
  /** Its descriptors with their names, `4 = connection 3`; empty where it has none. */
  readonly files: string;
  /** Whether it looks like a fault at first sight: an exception, or an error of a system call. */
  readonly looksLikeFault: boolean;
  /** Whether more can be said once the log is longer. */
  readonly isOpen: boolean;
}

export class RowNotes {
  private readonly _log: StepLog;

  constructor(log: StepLog) {
    this._log = log;
  }

  of(step: Step, language: Language): Note {
    const oddity = oddityAt(this._log, step.number);
    const files = this._read(step.number + 1).inRow(step);
    return {
      harmless: oddity && oddityText(oddity, language === 'zh' ? ODDITIES_ZH : ODDITIES_EN),
      files: filesText(files, language),
      looksLikeFault: looksLikeFault(step),
      isOpen: oddity === undefined && mayBeHarmless(step),
    };
  }

  filesIn(call: string, pid: number, step: number, language: Language): string {
    return filesText(this._read(step).inCall(call, pid, step), language);
  }

  fdsIn(call: string, pid: number, step: number): readonly number[] {
    return [
      ...new Set(
        this._read(step)
          .inCall(call, pid, step)
          .map(({ fd }) => fd),
      ),
    ];
  }

  file(fd: number, pid: number, step: number, language: Language): string | undefined {
    const name = this._read(step).at(pid, fd, step);
    return name && descriptorText(name, sentencesOf(language));
  }

  /** What the descriptors are open on in the first `length` rows. */
  private _read(length: number): DescriptorHistory {
    const history = descriptorsOfLog(this._log);
    history.read(this._log, Math.min(length, this._log.length));
    return history;
  }
}

const sentencesOf = (language: Language): typeof DESCRIPTORS_EN =>
  language === 'zh' ? DESCRIPTORS_ZH : DESCRIPTORS_EN;

/** Each descriptor once: a call names those that it returns again. */
function filesText(mentions: readonly DescriptorMention[], language: Language): string {
  const sentences = sentencesOf(language);
  const files = mentions.map(({ fd, name }) => `${fd} = ${descriptorText(name, sentences)}`);
  return [...new Set(files)].join(language === 'zh' ? '，' : ', ');
}
