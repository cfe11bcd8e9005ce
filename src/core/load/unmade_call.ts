/** The record of a call that nobody made (blocked, not started), or that was lost with the worker that made it. */

import { callOf } from '../call/call_spec.ts';
import type { Due } from './dispatch.ts';
import type { FailureCode } from '../log/failure.ts';
import type { Plan } from '../plan/plan.ts';
import type { CallRecord } from '../log/record.ts';
import { noUsage } from '../log/usage.ts';

export function unmadeCall(
  plan: Plan,
  due: Due,
  outcome: CallRecord['outcome'],
  failure: FailureCode | null,
  detail: string,
  endedMs: number | null,
): CallRecord {
  const spec = callOf(plan, due.call);
  return {
    type: 'call',
    call: due.call,
    caller: spec.caller.name,
    voice: spec.persona.voice,
    outcome,
    failure,
    detail,
    scheduledMs: due.scheduledMs,
    dialedMs: null,
    connectedMs: null,
    readyMs: null,
    endedMs,
    closeCode: null,
    sessionId: null,
    turns: 0,
    audioSentMs: 0,
    audioReceivedMs: 0,
    heardMs: 0,
    deadAirMs: { longest: 0, total: 0 },
    overlapMs: 0,
    usage: noUsage,
    rateLimited: 0,
    protocolViolations: 0,
    rtt: { count: 0, minMs: null, meanMs: null },
  };
}
