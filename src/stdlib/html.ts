/** The module `html`, as far as servers write HTML. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

/** Text as HTML shows it; both kinds of quotes are replaced too unless `quote` is false. @python html.escape */
export function escape(text: string, options: { readonly quote?: boolean } = {}): string {
  const special = options.quote === false ? /[&<>]/g : /[&<>"']/g;
  return text.replace(special, (character) => ENTITIES[character] ?? character);
}
