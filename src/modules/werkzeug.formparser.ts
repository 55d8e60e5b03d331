/** Python's module `werkzeug.formparser`. */
export { FormDataParser, MultiPartParser, parseFormData } from '../werkzeug/formparser.ts';
export type { FormDataParserOptions, FormType, ParseResult } from '../werkzeug/formparser.ts';
