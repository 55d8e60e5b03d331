/** The page: puts the workbench into the document and starts it. */
import './styles/tokens.css';
import './styles/base.css';
import './styles/panes.css';
import './styles/clients.css';
import './styles/buffers.css';
import './styles/server.css';
import './styles/source.css';
import './styles/share.css';
import './styles/steps.css';
import './styles/time.css';
import './styles/timeline.css';
import './styles/editor.css';
import { addControlFont } from './control-font.ts';
import { loadAhead } from './lazy.ts';
import { Workbench } from './workbench.ts';

const root = document.querySelector<HTMLElement>('#workbench');
const announcer = document.querySelector<HTMLElement>('#announcer');
if (root === null || announcer === null) throw new Error('index.html has lost its #workbench or its #announcer');

addControlFont();
new Workbench(root, (text) => {
  announcer.textContent = text;
}).start();
void loadAhead();
