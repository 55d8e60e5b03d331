/** What a screen reader hears of the machine. */
export const HEARD = {
  'page.heard.answer': 'Connection {number}: {status}',
  'page.heard.bare': 'Connection {number}: a response without a status line',
  'page.heard.listening': 'The server listens on {address}',
  'page.heard.stopped': 'The server has stopped',
  'page.heard.moment': '{name}: {cause}',
  'page.heard.branch': 'Branch: {name}',
} as const;
