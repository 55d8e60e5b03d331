/** Every text of the page in English, by part. */
import { KEYS } from './en/keys.ts';
import { PAGE } from './en/page.ts';
import { MISSING } from './en/missing.ts';
import { HEARD } from './en/heard.ts';
import { PANES } from './en/panes.ts';
import { CLIENTS } from './en/clients.ts';
import { TERMINAL } from './en/terminal.ts';
import { BUFFERS } from './en/buffers.ts';
import { LADDER } from './en/ladder.ts';
import { SOURCE } from './en/source.ts';
import { TIMELINE } from './en/timeline.ts';
import { STEPS } from './en/steps.ts';
import { DEBUG } from './en/debug.ts';
import { COMPARE } from './en/compare.ts';
import { EDITOR } from './en/editor.ts';
import { SHARE } from './en/share.ts';
import { LESSONS } from './en/lessons.ts';
import { NOTICES } from './en/notices.ts';
import { LINKS } from './en/links.ts';
import { STAGE } from './en/stage.ts';
import { WALK } from './en/walk.ts';
import { ORIGINS } from './en/origins.ts';

export const EN = {
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
} as const;
