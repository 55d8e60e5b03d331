/** A word beside the tabs where the panes do not show the live end: what happens to what is sent now. */
import type { PageState } from '../../session/store.ts';
import type { Texts } from '../../texts/texts.ts';

/** The sentence, or nothing at the live end. */
export function noticeText(texts: Texts, { cursor, compared, debug: { pause } }: PageState): string {
  if (pause !== undefined && (cursor === undefined || cursor === pause.step)) {
    // The comparison covers the bar that says why the machine is paused.
    if (compared === undefined) return texts.say('clients.notice.paused');
    return texts.say(pause.choice === undefined ? 'clients.notice.pausedUnder' : 'clients.notice.choiceUnder');
  }
  return cursor === undefined ? '' : texts.say('clients.notice.past', { step: cursor });
}
