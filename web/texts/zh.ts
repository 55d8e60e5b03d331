/** Every text of the page in Chinese, by part. */
import { KEYS } from './zh/keys.ts';
import { PAGE } from './zh/page.ts';
import { MISSING } from './zh/missing.ts';
import { HEARD } from './zh/heard.ts';
import { PANES } from './zh/panes.ts';
import { CLIENTS } from './zh/clients.ts';
import { TERMINAL } from './zh/terminal.ts';
import { BUFFERS } from './zh/buffers.ts';
import { LADDER } from './zh/ladder.ts';
import { SOURCE } from './zh/source.ts';
import { TIMELINE } from './zh/timeline.ts';
import { STEPS } from './zh/steps.ts';
import { DEBUG } from './zh/debug.ts';
import { COMPARE } from './zh/compare.ts';
import { EDITOR } from './zh/editor.ts';
import { SHARE } from './zh/share.ts';
import { LESSONS } from './zh/lessons.ts';
import { NOTICES } from './zh/notices.ts';
import { LINKS } from './zh/links.ts';
import { STAGE } from './zh/stage.ts';
import { WALK } from './zh/walk.ts';
import { ORIGINS } from './zh/origins.ts';
import type { Sentences } from './sentences.ts';

export const ZH: Sentences = {
  ...KEYS,
  ...PAGE,
  ...MISSING,
  ...HEARD,
  ...PANES,
  ...CLIENTS,
  ...TERMINAL,
  ...BUFFERS,
  ...LADDER,
  ...SOURCE,
  ...TIMELINE,
  ...STEPS,
  ...DEBUG,
  ...COMPARE,
  ...EDITOR,
  ...SHARE,
  ...LESSONS,
  ...NOTICES,
  ...LINKS,
  ...STAGE,
  ...WALK,
  ...ORIGINS,
};
