import { expect, test } from 'vitest';
import { repr, str } from '../../src/python/repr.ts';
import { UserAgent } from '../../src/werkzeug/user-agent.ts';

class Parsed extends UserAgent {
  override readonly browser: string | undefined;
  override readonly version = '5';

  constructor(string: string) {
    super(string);
    this.browser = /^\w*/.exec(string)?.[0];
  }
}

test.each([
  [new UserAgent('Mozilla/5.0'), false, '<UserAgent None/None>'],
  [new UserAgent(''), false, '<UserAgent None/None>'],
  [new Parsed('Mozilla/5.0'), true, '<Parsed Mozilla/5>'],
  [new Parsed('(none)'), false, '<Parsed /5>'],
])('a user agent is true when its browser is known: %s', (agent, isTrue, shown) => {
  expect([agent.isTrue, repr(agent)]).toEqual([isTrue, shown]);
  expect([str(agent), agent.toHeader()]).toEqual([agent.string, agent.string]);
});
