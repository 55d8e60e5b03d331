import { decodeLatin1, encodeLatin1 } from '../../../python/bytes.ts';
import { datagramApp } from '../datagram-app.ts';

/** Answers each datagram in capital letters. */
export const datagrams = datagramApp((data) => {
  const text = decodeLatin1(data);
  return encodeLatin1(text.replace(/[a-z]/g, (letter) => letter.toUpperCase()));
});
