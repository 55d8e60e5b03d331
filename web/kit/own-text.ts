/**
 * The same text, apart from the long one that it was cut from: in engines a slice keeps the whole of it. For what is
 * kept of a text that is another one with each report.
 */
export const ownText = (text: string): string => ` ${text}`.slice(1);
