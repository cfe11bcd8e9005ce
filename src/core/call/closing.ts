/** What the end of a connection, or an error before it, means for a call, and how it is told. Pure. */

import type { FailureCode } from '../log/failure.ts';

interface AgentError {
  readonly code: string;
  readonly message: string;
}

/** Where neither the engine nor the dialect knows better. `opened`: the handshake was over. */
export function closingMeans(code: number, reason: string, opened: boolean): FailureCode {
  if (!opened) return 'connect_failed';
  if (/rate.?limit/i.test(reason)) return 'rate_limited';
  if (code === 1012 || code === 1013) return 'overloaded';
  if (code === 1006 || code === 1011) return 'connection_lost';
  return 'agent_hung_up';
}

/** The other side has ended the call as one does, and meant nothing else by it. */
export function isGoodbye(code: number, meaning: FailureCode): boolean {
  return (code === 1000 || code === 1005) && meaning === 'agent_hung_up';
}

/** `error`: the last that the agent told of on this connection. */
export function closingWords(code: number, reason: string, error: AgentError | null): string {
  const closed = `closed with ${code}${reason === '' ? '' : ` ${reason}`}`;
  return error === null ? closed : `${closed}, after ${errorText(error)}`;
}

/** Ways to lose a connection after which another may do better. All others are the target's decision, or a defect. */
const passing: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'connection_lost',
  'overloaded',
  'disconnected',
  'agent_hung_up',
  'connect_refused',
  'connect_failed',
  'connect_timeout',
]);

export function mayPass(failure: FailureCode): boolean {
  return passing.has(failure);
}

/** A client that waits longer each time also comes back to a target that has no room for it, or has ended a session for its age. */
const passingWithCare: ReadonlySet<FailureCode> = new Set<FailureCode>([
  ...passing,
  'session_expired',
  'http_rate_limited',
  'http_error',
  'setup_timeout',
]);

export function mayPassWithCare(failure: FailureCode): boolean {
  return passingWithCare.has(failure);
}

export function tellsOfRateLimit(error: Pick<AgentError, 'code'>): boolean {
  return error.code.includes('rate_limit');
}

export function errorText(error: AgentError): string {
  return error.message === '' ? error.code : `${error.code}: ${error.message}`;
}
