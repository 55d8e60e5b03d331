/** Tests look at parts by themselves, which say what their faces have added to the texts. */
import { EN } from '../../web/texts/en.ts';
import { ENGLISH } from '../../web/texts/texts.ts';

ENGLISH.add(EN);
