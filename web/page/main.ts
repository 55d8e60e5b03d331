/** The page: puts the workbench into the document and starts it. */
import '../kit/tokens.css';
import '../kit/base.css';
import './panes.css';
import '../parts/clients/clients.css';
import '../parts/buffers/buffers.css';
import '../parts/ladder/server.css';
import '../parts/source/source.css';
import './share/share.css';
import '../parts/steps/steps.css';
import '../parts/steps/time.css';
import '../parts/timeline/timeline.css';
import '../parts/editor/editor.css';
import { addControlFont } from '../kit/control-font.ts';
import { loadAhead } from '../kit/lazy.ts';
import { Workbench } from './workbench.ts';

const root = document.querySelector<HTMLElement>('#workbench');
const announcer = document.querySelector<HTMLElement>('#announcer');
if (root === null || announcer === null) throw new Error('index.html has lost its #workbench or its #announcer');

addControlFont();
new Workbench(root, (text) => {
  announcer.textContent = text;
}).start();
void loadAhead();
