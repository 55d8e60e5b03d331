/** What a link to the machine of this page holds: what to replay, and the moment to show. */
import type { Scenario } from '../../src/index.ts';
import type { PageState } from './store.ts';
import type { Shared } from './share-link.ts';

/** A paused machine stands there, whatever is shown of its past. */
export function sharedOf({ options, cursor, debug }: PageState, scenario: Scenario): Shared {
  const { pause, isAsking, breakpoints } = debug;
  return {
    app: options.app,
    scenario,
    cursor: cursor ?? pause?.step,
    held: pause && { step: pause.step, isChoice: pause.why === 'choice' },
    breakpoints: breakpoints.filter(({ isOn }) => isOn).map(({ spec }) => spec),
    isAsking,
  };
}

/** The scenario with the reader's version of the app in it. */
export const withSource = (scenario: Scenario, source: string | undefined): Scenario =>
  source === undefined ? scenario : { ...scenario, app: { source, language: 'typescript' } };
