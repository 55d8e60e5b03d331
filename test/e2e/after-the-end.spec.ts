/** What a terminal does once its connection has ended. */
import { expect, test } from './workbench.ts';

test('an empty Enter after the end opens no connection; a line does', async ({ workbench }) => {
  await workbench.type('GET / HTTP/1.0\n\n');
  await workbench.expectTerminal('closed by the server');
  const { length } = await workbench.position();
  await workbench.type('\n\n');
  // The next thing that is done shows that nothing was done before it.
  await workbench.type('GET /next HTTP/1.0\n');
  await workbench.expectTerminal('connection 2');
  await workbench.expectTerminal('› GET /next HTTP/1.0␍␊');
  const text = await workbench.terminal();
  expect(text).not.toContain('connection 3');
  expect(text).not.toMatch(/connection 2[^]*› ␍␊[^]*GET \/next/);
  expect((await workbench.position()).length).toBeGreaterThan(length);
});
