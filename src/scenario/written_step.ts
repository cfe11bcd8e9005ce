/** What kind of step something written is. Of what is none nothing is said: the schema has. */

/** The key that it has, or the word that it is; empty: neither. */
export function opOf(step: unknown): string {
  return typeof step === 'string' ? step : (Object.keys(Object(step) as object)[0] ?? '');
}

/** Whether the call is over behind it. */
export function endsCall(step: unknown): boolean {
  const op = opOf(step);
  return op === 'hung_up' || op === 'hangup';
}

/** `index`: of the step in the plan. A greeting is waited for by the first step, and has its index. */
export function opensTurn(step: unknown, index: number): boolean {
  const op = opOf(step);
  const waits = op === 'listen' || op === 'hear';
  return op === 'say' || op === 'interrupt' || op === 'silence' || (index === 0 && waits);
}
