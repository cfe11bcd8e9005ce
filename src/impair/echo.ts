/**
 * The agent's own voice, which comes back through the caller's microphone some time after it was heard. Nothing of it can be made
 * before the call: a recording goes through as it is, and the engine mixes the echo into what is sent (`engine/echo`).
 */

import type { PlanEcho, RecipeStep } from '../core/plan/plan.ts';
import { impairment } from './impairment.ts';

export const echo = impairment({
  name: 'echo',
  means: 'the agent’s own voice, heard again while the call goes on',
  stage: 'call',
  live: true,
  args: {
    delay: { means: 'so long after it was heard', kind: 'ms', min: 0, max: 2000, otherwise: 150 },
    level: { means: 'over what was heard', kind: 'db', min: -80, max: 20, otherwise: -20 },
  },
  apply: (samples) => samples,
});

/** What a step asks for, where it is an echo. */
export function echoOf({ name, parameters }: RecipeStep): PlanEcho | null {
  if (name !== echo.name) return null;
  return { delayMs: Number(parameters['delay']), levelDb: Number(parameters['level']) };
}
