/** Examples that talk to one server, one after the other. */
import type { Script, ScriptStep } from './script.ts';

/** One script for all, and which of its clients are those of each. */
export interface JoinedScript {
  readonly script: Script;
  readonly clients: readonly (readonly number[])[];
}

/** Each script begins when nothing more happens after the one before it. Clients are numbered on. */
export function joinScripts(scripts: readonly Script[]): JoinedScript {
  const steps: ScriptStep[] = [];
  const clients: number[][] = [];
  let count = 0;
  for (const script of scripts) {
    const first = count;
    if (steps.length > 0) steps.push({ do: 'wait' });
    for (const step of script.steps) {
      if (step.do === 'connect') count = Math.max(count, first + step.client + 1);
      steps.push('client' in step ? { ...step, client: first + step.client } : step);
    }
    clients.push(Array.from({ length: count - first }, (_, index) => first + index));
  }
  return { script: { steps }, clients };
}
