/**
 * The page that is all Glaswerk. The worker of its machine starts first, and beside it everything that is seen is
 * loaded and made.
 */
import { Scope } from '../kit/scope.ts';
import { SandboxHost } from '../sandbox/sandbox-host.ts';

const host = document.querySelector<HTMLElement>('#workbench');
if (host === null) throw new Error('index.html has lost its #workbench');

const scope = new Scope();
const sandbox = new SandboxHost({ scope, folder: document.baseURI });
// The machine of a link may need all of the program.
sandbox.warm(location.hash !== '');
import('./opening.ts').then(
  ({ openPage }) => scope.timeout(() => openPage(host, scope, sandbox), 0),
  () => sayMissing(host),
);

/** No text has come either: the sentence stands in the page, in both languages. */
function sayMissing(host: HTMLElement): void {
  const told = host.querySelector<HTMLElement>('.shell-missing');
  if (told === null) return;
  told.hidden = false;
  told.querySelector('button')?.addEventListener('click', () => location.reload());
}
