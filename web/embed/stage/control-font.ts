/** The pictures of control characters: a font belongs to a document, so it goes with the last stage that needs it. */
import { controlFont } from '../../kit/control-font.ts';
import type { Scope } from '../../kit/scope.ts';

interface Use {
  readonly font: FontFace;
  count: number;
}

const uses = new WeakMap<Document, Use>();

/** Makes the font known to a document until the scope ends. */
export function controlFontIn(document: Document, scope: Scope): void {
  const use = uses.get(document) ?? { font: madeFont(), count: 0 };
  uses.set(document, use);
  use.count += 1;
  if (use.count === 1) document.fonts.add(use.font);
  scope.onEnd(() => {
    use.count -= 1;
    if (use.count === 0) document.fonts.delete(use.font);
  });
}

const madeFont = (): FontFace =>
  new FontFace('Glaswerk Control', controlFont().buffer, { unicodeRange: 'U+2400-2421' });
