/** What kind of step something written is. Of what is none nothing is said: the schema has. */

import { besideKeys } from './schema/script_schema.ts';

const beside: ReadonlySet<string> = new Set(besideKeys);

/** The key that says what it does, or the word that it is; empty: neither. */
export function opOf(step: unknown): string {
  if (typeof step === 'string') return step;
  return Object.keys(Object(step) as object).find((key) => !beside.has(key)) ?? '';
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
  return op === 'say' || op === 'dtmf' || op === 'interrupt' || op === 'silence' || (index === 0 && waits);
}
