/** Python's module `http.client`. */
export { HTTPException, HTTPMessage, LineTooLong, parseHeaders } from '../stdlib/http/client.ts';
