/**
 * What became of every planned call. A call that has no end in the log did not vanish: if it began, or left turns behind,
 * the worker that ran it was lost; if it left nothing, it was never started. Pure.
 */

import { failures, type FailureCode } from '../core/log/failure.ts';
import type { CallOutcome, TurnRecord, Usage } from '../core/log/record.ts';
import { addUsage, noUsage } from '../core/log/usage.ts';
import { callNumbers } from './call_numbers.ts';
import type { EndedCall } from './kept_calls.ts';
import { callsOfMissing, shareSummaries } from './shares.ts';
import type { Log, Run, RunLog } from './log.ts';
import { cut } from '../core/word/visible.ts';
import { sum } from './statistics.ts';
import type { CallCounts, FailureCount } from './summary.ts';

/** A call as the report sees it. */
export interface AccountedCall {
  /** Its number in the plan, and that of its run among those reported together. Of a call that nobody knows, −1. */
  readonly index: number;
  readonly run: number;
  readonly caller: string | null;
  /** A call goes on while its run does; in the log of a run that is over, none does. */
  readonly outcome: CallOutcome | 'going_on';
  readonly failure: FailureCode | null;
  readonly detail: string | null;
  /** Null: only its start and its turns tell of it. Made anew for each who asks. */
  readonly record: EndedCall | null;
  /** Of its record, where it tells them. */
  readonly dialedMs: number | null;
  readonly endedMs: number | null;
  readonly turns: readonly TurnRecord[];
  readonly usage: Usage;
  /** The agent's audio: received, and of it heard. */
  readonly receivedMs: number;
  readonly heardMs: number;
  /** It may have gone on after the last that is told of it, and nobody knows what it used by its end. */
  readonly lost: boolean;
  /** Wall clock of instant 0 of the log it is in: its instants count from there. */
  readonly startedAtMs: number;
}

/** A planned call that left no trace in the log. */
export const untracedCall: AccountedCall = {
  index: -1,
  run: 0,
  caller: null,
  outcome: 'not_started',
  failure: null,
  detail: null,
  record: null,
  dialedMs: null,
  endedMs: null,
  turns: [],
  lost: false,
  usage: noUsage,
  receivedMs: 0,
  heardMs: 0,
  startedAtMs: 0,
};

export interface Account {
  readonly calls: readonly AccountedCall[];
  readonly counts: CallCounts;
  readonly failures: Readonly<Partial<Record<FailureCode, FailureCount>>>;
}

export function account(log: RunLog): Account {
  const calls: AccountedCall[] = [];
  let silent = 0;
  const shares = shareSummaries(log);
  let connected = 0;
  let withoutRecord = 0;
  for (const [number, run] of log.runs.entries()) {
    const seen = callNumbers(run);
    const startedAtMs = new Map<number, number>();
    for (const log of run.logs) for (const index of log.calls) startedAtMs.set(index, log.header.startedAtMs);
    for (const index of seen) {
      const record = run.calls.get(index);
      const startedCaller = run.started.get(index)?.caller ?? null;
      // All that a call dialled tells is in its record: its turns need not be made for it.
      const turns = record === undefined || !isDialled(record) ? (run.turns.get(index) ?? []) : [];
      const call = accountOf(record, turns, startedAtMs.get(index) ?? 0, startedCaller);
      const goesOn = log.goingOn === true && record === undefined;
      if (!goesOn) {
        if (run.turns.has(index) || (record?.connectedMs ?? null) !== null) connected++;
        if (record === undefined) withoutRecord++;
      }
      calls.push(new KeptCall(goesOn ? { ...call, ...GOING_ON } : call, run, number, index));
    }
    if (log.goingOn === true) continue;
    silent += Math.max(0, plannedCalls(run, seen.length) - seen.length) + callsOfMissing(run, shares);
  }
  const count = (outcome: CallOutcome): number => calls.filter((call) => call.outcome === outcome).length;
  const completed = count('completed');
  const failed = count('failed');
  const blocked = count('blocked');
  const notStarted = count('not_started') + silent;
  return {
    calls,
    counts: {
      planned: completed + failed + blocked + notStarted,
      started: completed + failed,
      connected,
      completed,
      failed,
      blocked,
      notStarted,
      withoutRecord: {
        failed: withoutRecord,
        notStarted: silent,
      },
    },
    failures: failuresOf(calls),
  };
}

/** What it has used by now is known, by its turns. */
const GOING_ON = { outcome: 'going_on', failure: null, detail: null, lost: false } as const;

/** Its record and its turns are made anew for whoever asks: all of a long run's at once would fill the memory. */
class KeptCall implements AccountedCall {
  readonly caller: string | null;
  readonly outcome: AccountedCall['outcome'];
  readonly failure: FailureCode | null;
  readonly detail: string | null;
  readonly lost: boolean;
  readonly startedAtMs: number;
  readonly dialedMs: number | null;
  readonly endedMs: number | null;
  readonly usage: Usage;
  readonly receivedMs: number;
  readonly heardMs: number;
  readonly index: number;
  readonly run: number;
  private readonly kept: Pick<Run, 'calls' | 'turns'>;

  constructor(call: AccountedCall, kept: Pick<Run, 'calls' | 'turns'>, run: number, index: number) {
    this.caller = call.caller;
    this.outcome = call.outcome;
    this.failure = call.failure;
    this.detail = call.detail;
    this.lost = call.lost;
    this.startedAtMs = call.startedAtMs;
    this.dialedMs = call.dialedMs;
    this.endedMs = call.endedMs;
    this.usage = call.usage;
    this.receivedMs = call.receivedMs;
    this.heardMs = call.heardMs;
    this.kept = kept;
    this.run = run;
    this.index = index;
  }

  get record(): EndedCall | null {
    return this.kept.calls.get(this.index) ?? null;
  }

  get turns(): readonly TurnRecord[] {
    return this.kept.turns.get(this.index) ?? [];
  }

  get hasTurns(): boolean {
    return this.kept.turns.has(this.index);
  }
}

type Told = Pick<AccountedCall, 'usage' | 'receivedMs' | 'heardMs'>;

function isDialled({ dialedMs }: EndedCall): boolean {
  return dialedMs !== null;
}

function toldBy({ usage, audioReceivedMs, heardMs }: EndedCall): Told {
  return { usage, receivedMs: audioReceivedMs, heardMs };
}

/** Without making any of them. */
export function hasTurns(call: AccountedCall): boolean {
  return call instanceof KeptCall ? call.hasTurns : call.turns.length > 0;
}

/**
 * A spread run's footers each tell their own share. Where one is missing the header's number stands for it: of a share its
 * own, of a log that tells of no share that of the whole plan. A closed load without a number has no more calls than were
 * seen.
 */
function plannedCalls(run: Run, seen: number): number {
  const { logs } = run;
  const promised = (log: Log): number => log.header.load.plannedCalls ?? log.calls.size;
  if (logs.every(({ footer, header }) => footer !== null || header.selection !== undefined)) {
    return sum(logs.map((log) => log.footer?.calls.planned ?? promised(log)));
  }
  return Math.max(seen, ...logs.map(({ header }) => header.load.plannedCalls ?? 0));
}

/** A call by its record, where it has one, and by the turns it left. */
export function accountOf(
  record: EndedCall | undefined,
  turns: readonly TurnRecord[],
  startedAtMs: number,
  startedCaller: string | null = null,
): AccountedCall & { readonly outcome: CallOutcome } {
  // Lost with its worker, or cut off: what it had used and heard by then is in its turns alone.
  const told =
    record === undefined || !isDialled(record)
      ? {
          usage: usageOf(turns),
          receivedMs: sum(turns.map((turn) => turn.answerAudioMs)),
          heardMs: sum(turns.map((turn) => turn.heardMs)),
        }
      : toldBy(record);
  const lost =
    record === undefined ||
    // Who told of its end in its place knew of no connection, nor that there was none.
    (record.outcome === 'failed' && record.dialedMs === null && record.connections === undefined);
  const index = record?.call ?? turns[0]?.call ?? -1;
  if (record === undefined) {
    return {
      index,
      run: 0,
      caller: turns[0]?.caller ?? startedCaller,
      outcome: 'failed',
      failure: 'worker_lost',
      detail: `the log has ${turns.length > 0 ? 'turns' : 'the beginning'} of this call, but not its end`,
      record: null,
      dialedMs: null,
      endedMs: null,
      turns,
      lost,
      startedAtMs,
      ...told,
    };
  }
  const { caller, outcome, failure, detail, dialedMs, endedMs } = record;
  return {
    index,
    run: 0,
    caller,
    outcome,
    failure,
    detail,
    record,
    dialedMs,
    endedMs,
    turns,
    lost,
    startedAtMs,
    ...told,
  };
}

function usageOf(turns: readonly TurnRecord[]): Usage {
  return turns.reduce((total, turn) => (turn.usage === null ? total : addUsage(total, turn.usage)), noUsage);
}

/** Characters. Logs of old hold what a target said, whole. */
const MOST_DETAIL = 2000;

function failuresOf(calls: readonly AccountedCall[]): Account['failures'] {
  const found = new Map<FailureCode, { count: number; example: string | null }>();
  for (const call of calls) {
    if (call.outcome !== 'failed') continue;
    const code = call.failure ?? 'engine_error';
    const entry = found.get(code) ?? { count: 0, example: null };
    found.set(code, {
      count: entry.count + 1,
      example: entry.example ?? (call.detail === null ? null : cut(call.detail, MOST_DETAIL)),
    });
  }
  const ranked = [...found].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  return Object.fromEntries(
    ranked.map(([code, { count, example }]) => [code, { count, meaning: failures[code] ?? code, example }]),
  );
}
