/** Python's module `http`. */
export { HTTPStatus } from '../stdlib/http/status.ts';
