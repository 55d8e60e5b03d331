/** The TypeScript of a mirrored method. */
export { SourceView, loadListings } from './source-view.ts';
