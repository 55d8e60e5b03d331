/** The stage: what an element shows beside the text, loaded when a reader steps through an example. */
export const STAGE = 'stage';
