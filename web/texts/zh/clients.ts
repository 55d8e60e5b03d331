/** Chinese: the clients pane. */
import type { CLIENTS as ENGLISH } from '../en/clients.ts';
import type { Translated } from '../translated.ts';

export const CLIENTS: Translated<typeof ENGLISH> = {
  'clients.title': '客户端',
};
