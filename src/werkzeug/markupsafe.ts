/** The parts of MarkupSafe that Werkzeug uses. Absent on purpose: the Markup class; text here is text. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '>': '&gt;',
  '<': '&lt;',
  "'": '&#39;',
  '"': '&#34;',
};

/** Escapes text for HTML. Its quotes differ from those of `html.escape`. @python markupsafe.escape */
export const escape = (text: string): string => text.replace(/[&><'"]/g, (character) => ENTITIES[character] as string);
