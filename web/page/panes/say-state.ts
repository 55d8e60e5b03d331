/** What tests and measurements wait for: which step is shown, and how far the way back is prepared. */
import type { Scope } from '../../kit/scope.ts';
import type { Session } from '../../session/session.ts';

/** Says it in the attributes of the element that holds the panes. */
export function sayState({ dataset }: HTMLElement, session: Session, scope: Scope): void {
  session.select(
    ({ shown }) => shown?.step ?? 0,
    (step) => {
      dataset['step'] = String(step);
    },
    scope,
  );
  session.select(
    ({ ready }) => ready,
    (ready) => {
      dataset['ready'] = String(ready);
    },
    scope,
  );
}
