/** Every part that is loaded when it is first wanted, in the order in which an idle page loads them ahead. */
import type { Loader } from '../kit/lazy.ts';
import { loadStage } from '../parts/buffers/index.ts';
import { loadComparison } from '../parts/compare/index.ts';
import { loadEditor } from '../parts/editor/index.ts';
import { loadLaterPanel } from '../parts/clients/index.ts';
import { loadOrigins } from '../parts/origins/index.ts';
import { loadLessonBodies, loadLessons } from '../parts/lessons/index.ts';
import { loadStateViews } from '../parts/ladder/index.ts';
import { loadBytesAt } from '../parts/terminal/index.ts';
import { loadListings } from '../parts/source/index.ts';
import { loadDrawer, loadStrip } from '../parts/debug/index.ts';
import { loadBranches } from '../parts/steps/index.ts';
import { loadMarks } from '../parts/timeline/index.ts';
import { loadPart } from '../sandbox/parts.ts';
import { loadPointed } from '../session/pointing.ts';
import { loadCompiler } from '../session/booting.ts';
import { loadFinder } from '../session/moments.ts';
import { loadRowNotes } from '../session/notes.ts';
import { loadWaits } from '../session/waits.ts';
import { loadKeyboard } from './keys.ts';
import { loadPaneTools } from './panes/late.ts';
import { loadWalk } from './walking.ts';
import { loadLinks } from './share/sharing.ts';

export const AHEAD: readonly Loader<unknown>[] = [
  ...[
    loadFinder,
    loadWalk,
    loadMarks,
    loadPaneTools,
    loadWaits,
    loadRowNotes,
    loadStage,
    loadCompiler,
    loadKeyboard,
    loadLaterPanel,
    loadLinks,
    loadPointed,
    loadStateViews,
    loadOrigins,
    loadBytesAt,
  ],
  ...[loadPart.moments, loadPart.apps],
  ...[loadListings, loadBranches, loadStrip, loadDrawer, loadLessons, loadComparison, loadLessonBodies, loadEditor],
];
