/** English: the clients pane. */
export const CLIENTS = {
  'clients.title': 'Clients',
} as const;
