/** What belongs to a byte, as one sentence. */
import type { ByteLink } from '../../session/byte-links.ts';
import type { Texts } from '../../texts/texts.ts';

/** @param environKeys the keys that are made of it. */
export function linkText(texts: Texts, link: ByteLink, environKeys: readonly string[] = []): string {
  const { direction, step, call } = link;
  const what = whatText(texts, link.what);
  const number = (step ?? 0) + 1;
  if (direction === 'response') {
    const writer = call?.split('.').slice(-2).join('.') ?? '';
    return texts.say('buffers.link.written', { what, call: writer, step: number });
  }
  if (step === undefined) return texts.say('buffers.link.unread', { what });
  const method = call?.split('.').at(-1) ?? '';
  return environKeys.length === 0
    ? texts.say('buffers.link.read', { what, method, step: number })
    : texts.say('buffers.link.header', { what, method, step: number, key: environKeys.join(', ') });
}

function whatText(texts: Texts, what: ByteLink['what']): string {
  switch (what.is) {
    case 'header':
      return what.name;
    case 'written':
      return texts.say('buffers.what.written', { count: what.count });
    case 'requestLine':
      return texts.say('buffers.what.requestLine');
    case 'headersEnd':
      return texts.say('buffers.what.headersEnd');
    case 'body':
      return texts.say('buffers.what.body');
  }
}
