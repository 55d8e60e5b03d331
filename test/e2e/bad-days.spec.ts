/** What goes wrong is said, and nothing typed is lost. */
import { expect, test } from './workbench.ts';

test('a server that does not listen refuses, and the terminal stays usable', async ({ workbench }) => {
  await workbench.button('Stop the server').click();
  await expect(workbench.page.locator('.listening')).toHaveText('not listening');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n');
  await workbench.expectTerminal('ECONNREFUSED');

  await workbench.button('Start the server').click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('success');
});

test('a worker that dies is said, restarted by a button, and keeps what was typed', async ({ workbench }) => {
  await workbench.type('GET / HTT');
  await workbench.expectTerminal('› GET / HTT');
  const [worker] = workbench.page.workers();
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of glass');
    });
  });
  const alert = workbench.page.getByRole('alert');
  await expect(alert).toContainText('The machine has stopped. Uncaught Error: out of glass');
  await expect(workbench.page.locator('.listening')).toHaveText('not listening');

  await alert.getByRole('button', { name: 'Restart the machine' }).click();
  await expect(alert).toBeHidden();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('P/1.1\n\n');
  await workbench.expectTerminal('› GET / HTTP/1.1␍␊');
  await workbench.expectTerminal('success');
});

test('a worker that hangs is noticed, and can be replaced', async ({ workbench }) => {
  await workbench.type('kept');
  const [worker] = workbench.page.workers();
  void worker
    ?.evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  const alert = workbench.page.getByRole('alert');
  await expect(alert).toContainText('does not answer', { timeout: 10_000 });
  await alert.getByRole('button', { name: 'Restart the machine' }).click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.expectTerminal('› kept');
});
