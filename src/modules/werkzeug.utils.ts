/** Python's module `werkzeug.utils`. */
export { getContentType, secureFilename } from '../werkzeug/utils.ts';
export { appendSlashRedirect, redirect } from '../werkzeug/utils/redirect.ts';
export { sendFile } from '../werkzeug/utils/send-file.ts';
export type { SendFileOptions } from '../werkzeug/utils/send-file.ts';
