/** All rules, in the order in which they look at a row. */
import type { Rule } from './rule.ts';
import { ACCEPT } from './rules/accept.ts';
import { APP } from './rules/app.ts';
import { CLIENTS } from './rules/clients.ts';
import { CLOSING } from './rules/closing.ts';
import { FAULTS } from './rules/faults.ts';
import { LOOP } from './rules/loop.ts';
import { PARSING } from './rules/parsing.ts';

export const RULES: readonly Rule[] = [...LOOP, ...ACCEPT, ...PARSING, ...APP, ...FAULTS, ...CLOSING, ...CLIENTS];
