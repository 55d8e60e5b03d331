/** Python's module `selectors`. */
export { SelectorKey } from '../stdlib/selector-key.ts';
export type { FileLike, HasFileno } from '../stdlib/selector-key.ts';
export {
  BaseSelector,
  DefaultSelector,
  EVENT_READ,
  EVENT_WRITE,
  EpollSelector,
  PollSelector,
  SelectSelector,
} from '../stdlib/selectors.ts';
export type { Ready } from '../stdlib/selectors.ts';
