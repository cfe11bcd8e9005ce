/**
 * The calls of a run as far as they could be lost, and what each was: by whom, over which connection, from when to when, through
 * which steps, under which faults. Pure. Instants are in ms since the first of the runs began.
 */

import type { FailureCode } from '../../core/log/failure.ts';
import { cut } from '../../core/word/visible.ts';
import type { AccountedCall } from '../account.ts';
import { endedByHarness } from '../cut_off.ts';
import type { EndedCall } from '../kept_calls.ts';
import type { Run } from '../log.ts';

export interface LivedCall {
  readonly call: number;
  /** `lost`: it failed, by the target's doing; `cut`: the harness put an end to it, and nobody knows what would have come. */
  readonly fate: 'lost' | 'lived' | 'cut';
  readonly caller: string | null;
  readonly voice: string | null;
  readonly worker: number | null;
  /** How the target closed its last connection. Null: it did not. */
  readonly closing: string | null;
  readonly dialedMs: number | null;
  readonly endedMs: number | null;
  /** How old its last connection was at its end. */
  readonly ageMs: number | null;
  /** It ended at a deadline of the scenario's, whose length is known. */
  readonly timedOut: boolean;
  readonly faults: readonly string[];
  /** In which it was heard from, in order; it ended in the last. */
  readonly steps: readonly Step[];
}

/** Of which it is known from when to when it went on. */
export function wasThere(
  call: LivedCall,
): call is LivedCall & { readonly dialedMs: number; readonly endedMs: number } {
  return call.dialedMs !== null && call.endedMs !== null;
}

export interface Step {
  /** From 0. */
  readonly step: number;
  readonly said: string;
}

/** By a clock of the scenario's: `limits` says when. */
const atDeadline: ReadonlySet<FailureCode> = new Set([
  'connect_timeout',
  'setup_timeout',
  'no_answer',
  'inaudible',
  'text_only',
  'not_hung_up',
  'call_timeout',
]);

/** By the target: a code and a reason tell why. */
const atClosing: ReadonlySet<FailureCode> = new Set([
  'auth_failed',
  'agent_error',
  'rate_limited',
  'session_expired',
  'agent_hung_up',
  'overloaded',
  'connection_lost',
  'protocol_error',
]);

/** Characters of a reason: it is the target's, of any length. */
const MOST_REASON = 120;

/** How many calls were lost and have an end in the log, without making what most of them left. */
export function countLost(calls: readonly AccountedCall[]): number {
  let lost = 0;
  for (const call of calls) {
    if (call.outcome === 'failed' && !endedByHarness(call) && call.record !== null) lost++;
  }
  return lost;
}

export function livedCalls(runs: readonly Run[]): LivedCall[] {
  const firstMs = runs
    .flatMap(({ logs }) => logs)
    .reduce((first, { header }) => Math.min(first, header.startedAtMs), Infinity);
  return runs.flatMap((run) => {
    const faults = faultsOf(run);
    const sinceMs = new Map<number, number>();
    for (const { calls, header } of run.logs) {
      for (const call of calls) sinceMs.set(call, header.startedAtMs - firstMs);
    }
    const found: LivedCall[] = [];
    for (const call of [...run.calls.keys()].sort((a, b) => a - b)) {
      const record = run.calls.get(call);
      if (record === undefined || (record.outcome !== 'completed' && record.outcome !== 'failed')) continue;
      found.push(
        livedCall(record, sinceMs.get(call) ?? 0, faults.get(call) ?? none, stepsOf(run.turns.get(call))),
      );
    }
    return found;
  });
}

const none: readonly never[] = [];

function livedCall(
  record: EndedCall,
  sinceMs: number,
  faults: readonly string[],
  steps: readonly Step[],
): LivedCall {
  const { call, outcome, failure, caller, voice, worker, connectedMs, dialedMs, endedMs } = record;
  const fate = outcome === 'completed' ? 'lived' : endedByHarness(record) ? 'cut' : 'lost';
  const bornMs = record.reconnects?.at(-1)?.readyMs ?? connectedMs;
  return {
    call,
    fate,
    caller,
    voice,
    worker: worker ?? null,
    closing: failure !== null && atClosing.has(failure) ? closingOf(record) : null,
    dialedMs: dialedMs === null ? null : sinceMs + dialedMs,
    endedMs: endedMs === null ? null : sinceMs + endedMs,
    ageMs: bornMs === null || endedMs === null ? null : Math.max(0, endedMs - bornMs),
    timedOut: failure !== null && atDeadline.has(failure),
    faults,
    steps,
  };
}

/** Numbers in a reason are mostly somebody's: a session's, a request's. Its code is none of them. */
function closingOf({ closeCode, detail, failure }: EndedCall): string {
  const words = cut(detail ?? failure ?? '', MOST_REASON);
  const start = closeCode === null ? '' : `closed with ${closeCode}`;
  const reason = words.startsWith(start) ? words.slice(start.length) : ` ${words}`;
  return `${start}${reason.replaceAll(/[\w-]*\d[\w-]*/g, '#')}`.trim();
}

function faultsOf({ strikes }: Run): Map<number, string[]> {
  const faults = new Map<number, string[]>();
  for (const { call, fault } of strikes) {
    const known = faults.get(call);
    if (known === undefined) faults.set(call, [fault]);
    else if (!known.includes(fault)) known.push(fault);
  }
  return faults;
}

function stepsOf(turns: ReturnType<Run['turns']['get']>): readonly Step[] {
  if (turns === undefined) return none;
  const steps: Step[] = [];
  // Turns come in the order of the steps, mostly: who goes back to one was in it before.
  for (const { step, said } of turns) {
    if (!steps.some((one) => one.step === step)) steps.push({ step, said });
  }
  return steps;
}
