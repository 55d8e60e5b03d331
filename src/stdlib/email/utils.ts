/** What `http.server` uses of the module `email.utils`. */
import { gmtime, strftime } from '../time.ts';

/** `Sun, 06 Nov 1994 08:49:37 GMT`, for seconds since 1970: dates of HTTP. @python email.utils.formatdate */
export const formatdate = (timestamp: number): string => strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime(timestamp));
