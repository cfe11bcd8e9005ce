/** Errors that are counted, whether or not they failed a call. */

import { recordOf, type Family } from './family.ts';

export const countedError = {
  rate_limited: { ofCall: (call) => recordOf(call)?.rateLimited ?? null },
  protocol_violations: { ofCall: (call) => recordOf(call)?.protocolViolations ?? null },
} as const satisfies Family;
