/** English of all that a workbench shows, and elements of other pages only in some of their panes. */
import { PAGE } from './en/page.ts';
import { PANES } from './en/panes.ts';
import { CLIENTS } from './en/clients.ts';
import { LADDER } from './en/ladder.ts';
import { SOURCE } from './en/source.ts';
import { STEPS } from './en/steps.ts';
import { DEBUG } from './en/debug.ts';
import { EDITOR } from './en/editor.ts';
import { SHARE } from './en/share.ts';
import { TIMELINE } from './en/timeline.ts';
import { WALK } from './en/walk.ts';
import { ORIGINS } from './en/origins.ts';
import { ENGLISH } from './texts.ts';

const WORKBENCH = {
  ...PAGE,
  ...PANES,
  ...CLIENTS,
  ...LADDER,
  ...SOURCE,
  ...STEPS,
  ...DEBUG,
  ...EDITOR,
  ...SHARE,
  ...TIMELINE,
  ...WALK,
  ...ORIGINS,
} as const;

export const addWorkbenchTexts = (): void => ENGLISH.add(WORKBENCH);
