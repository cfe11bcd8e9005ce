/**
 * Whether the agent's words and tools are told: in most protocols they are; over a telephone's media stream only by a server that was
 * asked to, and can. The simulated agent is asked, unless the scenario says otherwise.
 */

import type { Plan } from './plan.ts';

/** The parameter of a stream that asks for it, and its value. */
export const TELL_PARAMETER = 'callstorm';
export const TELL = 'tell';

/** With what the server is asked by itself. */
export function parametersOf({
  url,
  parameters = {},
}: Pick<Plan['target'], 'url' | 'parameters'>): Readonly<Record<string, string>> {
  return url === 'simulator' ? { [TELL_PARAMETER]: TELL, ...parameters } : parameters;
}

export function tellsOfItself({ dialect, target }: Pick<Plan, 'dialect' | 'target'>): boolean {
  return dialect !== 'twilio-media-streams' || parametersOf(target)[TELL_PARAMETER] === TELL;
}
