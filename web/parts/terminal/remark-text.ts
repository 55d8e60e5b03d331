/** Remarks of a transcript as sentences. */
import type { Remark } from '../../session/clients/remarks.ts';
import { noticeText } from '../../session/notices.ts';
import type { Texts } from '../../texts/texts.ts';

export function remarkText(texts: Texts, remark: Remark): string {
  switch (remark.about) {
    case 'connection':
      return texts.say('terminal.connection', { number: remark.connection + 1 });
    case 'ended':
      return texts.say(`terminal.ended.${remark.how}`);
    case 'did':
      return texts.say(`terminal.did.${remark.act}`);
    case 'planned':
      return plannedText(texts, remark);
    case 'leftOver':
    case 'hidden':
      return texts.say(`terminal.${remark.about}`, { count: remark.bytes });
    case 'reason':
      return noticeText(texts, remark.reason);
    case 'noEnd':
    case 'held':
    case 'notSent':
    case 'more':
      return texts.say(`terminal.${remark.about}`);
  }
}

function plannedText(texts: Texts, { did, bytes, isTooLate }: Extract<Remark, { about: 'planned' }>): string {
  const what =
    did === 'shutdownWrite' || did === 'close' || did === 'reset'
      ? texts.say(`terminal.planned.${did}`)
      : texts.say('terminal.planned.send', { count: bytes });
  return texts.say(isTooLate ? 'terminal.plannedTooLate' : 'terminal.planned', { what });
}
