/** The loader: the one script that a docs page names. It defines the elements and loads the engine on the first act. */

/** Where the folder is that this script came from: all else is beside it. */
export const FOLDER = new URL('.', (document.currentScript as HTMLScriptElement).src).href;
