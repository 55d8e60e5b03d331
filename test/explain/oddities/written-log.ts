/** Logs that are written out, for rules that look around a row. */
import type { OddityRows } from '../../../src/explain/oddities/look-around.ts';
import type { MomentRow } from '../../../src/explain/moments/moment.ts';

/** A log of lines such as `1  call name detail`: the thread, a blank for each level of depth, kind, name, detail. */
export function log(text: string): OddityRows & { row(number: number): MomentRow } {
  const rows = text
    .trim()
    .split('\n')
    .map((line, number): MomentRow => {
      const [, tid, blanks = '', kind = '', name = '', detail = ''] =
        /^\s*(\d) ( *)(\w+) (\S+) ?(.*)$/.exec(line) ?? [];
      return { number, tid: Number(tid), depth: blanks.length, kind, name, detail, time: 0 };
    });
  return { length: rows.length, at: (number) => rows[number], row: (number) => rows[number] as MomentRow };
}
