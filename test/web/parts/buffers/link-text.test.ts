/** The sentence that says what belongs to a byte. */
import { expect, test } from 'vitest';
import type { ByteLink } from '../../../../web/session/byte-links.ts';
import { linkText } from '../../../../web/parts/buffers/link-text.ts';
import { ENGLISH, loadTexts } from '../../../../web/texts/texts.ts';

const HEADER: ByteLink = {
  direction: 'request',
  from: 16,
  to: 25,
  step: 1_233,
  call: 'http.server.BaseHTTPRequestHandler.parse_request',
  what: { is: 'header', name: 'Host' },
};

test('names the header, the method that read it, the step as readers count it, and the key', () => {
  expect(linkText(ENGLISH, HEADER, ['HTTP_HOST'])).toBe('Host: read by parse_request at step 1,234 → HTTP_HOST');
  const line: ByteLink = { ...HEADER, what: { is: 'requestLine' } };
  expect(linkText(ENGLISH, line)).toBe('request line: read by parse_request at step 1,234');
});

test('says so where the server has not read a line yet', () => {
  const unread: ByteLink = { ...HEADER, step: undefined, call: undefined };
  expect(linkText(ENGLISH, unread, ['HTTP_HOST'])).toBe('Host: not read yet');
});

test('counts the bytes of a write in the plural of the language, and names the writer with its class', async () => {
  const write: ByteLink = {
    ...HEADER,
    direction: 'response',
    call: 'socketserver._SocketWriter.write',
    what: { is: 'written', count: 1 },
  };
  expect(linkText(ENGLISH, write)).toBe('1 byte, written by _SocketWriter.write at step 1,234');
  const more: ByteLink = { ...write, what: { is: 'written', count: 2_000 } };
  expect(linkText(ENGLISH, more)).toBe('2,000 bytes, written by _SocketWriter.write at step 1,234');
  expect(linkText(await loadTexts('zh'), more)).toBe('2,000 字节，由 _SocketWriter.write 在第 1,234 步写入');
});
