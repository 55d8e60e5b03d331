/** The page that is all Glaswerk: a workbench fills it. */
import { addControlFont } from '../kit/control-font.ts';
import { loadAhead } from '../kit/lazy.ts';
import { Scope } from '../kit/scope.ts';
import { AHEAD } from './ahead.ts';
import { ownOptions } from './own-options.ts';
import { Workbench } from './workbench.ts';

const host = document.querySelector<HTMLElement>('#workbench');
if (host === null) throw new Error('index.html has lost its #workbench');

const scope = new Scope();
addControlFont();
const workbench = new Workbench(host, scope, ownOptions());
workbench.face.onTexts((texts) => {
  document.documentElement.lang = texts.tag;
  document.title = texts.say('page.title');
});
workbench.start();
void loadAhead(AHEAD, scope);
