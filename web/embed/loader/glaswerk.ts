/** The loader: the one script that a docs page names. It defines the elements and loads the engine on the first act. */
import { define } from './define.ts';

const script = document.currentScript ?? document.querySelector('script[src*="glaswerk.js"]');

// All else is in the folder that this script came from.
define(new URL('.', (script as HTMLScriptElement).src).href);
