/** One text of the page. */

/** A sentence with `{names}` for values; or one for each plural of the language, chosen by the value `count`. */
export type Text = string | Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;
