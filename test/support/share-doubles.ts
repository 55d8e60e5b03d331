/** What stands for the dialogs and panes around a link in tests: one for all files, which may share their modules. */
import { vi } from 'vitest';
import type { askForConsent as Ask } from '../../web/page/share/consent.ts';
import type { viewOf as View } from '../../web/page/viewing.ts';

export const askForConsent = vi.fn<typeof Ask>();
export const viewOf = vi.fn<typeof View>();
export const restoreView = vi.fn<() => void>();
