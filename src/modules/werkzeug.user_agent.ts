/** Python's module `werkzeug.user_agent`. */
export { UserAgent } from '../werkzeug/user-agent.ts';
