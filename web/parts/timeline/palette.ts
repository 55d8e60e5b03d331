/** The colours of the timeline. */

const COLOURS = {
  line: '--glaswerk-line',
  strong: '--glaswerk-line-strong',
  text: '--glaswerk-faint',
  surface: '--glaswerk-surface',
  accent: '--glaswerk-accent',
  soft: '--glaswerk-accent-soft',
  blue: '--glaswerk-blue',
  violet: '--glaswerk-violet',
  green: '--glaswerk-green',
  amber: '--glaswerk-amber',
  red: '--glaswerk-red',
} as const;

export type Colour = keyof typeof COLOURS;
export type Palette = Readonly<Record<Colour, string>>;

/** The colours of the face as they are now. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    Object.entries(COLOURS).map(([name, property]) => [name, style.getPropertyValue(property)]),
  ) as Palette;
}

/** By number of a thread's colour. */
const THREADS: readonly Colour[] = ['strong', 'accent', 'blue', 'amber', 'violet', 'green'];

/** The colour of a thread. @param number as `StepLog.colourOf` returns it. */
export const threadColour = (number: number): Colour => THREADS[number] ?? 'strong';
