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
sandbox.warm();
void import('./opening.ts').then(({ openPage }) => scope.timeout(() => openPage(host, scope, sandbox), 0));
