/**
 * What came of what was done on purpose to a call: how soon the agent fell back, handed the caller over or closed in good order, and
 * how soon it answered again as it should. Pure. By the strikes, the turns and the end of the call; instants in ms.
 */

import type { StruckRecord } from '../core/log/judged.ts';
import type { CallRecord, StrikeRecord, TurnRecord } from '../core/log/record.ts';
import { latencies } from '../core/log/timing.ts';
import type { Plan, PlanFault, PlanToxic } from '../core/plan/plan.ts';
import { shownMs } from './expect/shown_fallback.ts';

export class Struck {
  private readonly faults: readonly PlanFault[];
  private readonly network: readonly PlanToxic[];
  private readonly endless: ReadonlySet<string>;
  private readonly targetMs: number;

  constructor(plan: Plan) {
    this.faults = plan.faults ?? [];
    this.network = plan.network ?? [];
    this.endless = new Set((plan.impairments ?? []).map(({ impair }) => impair));
    this.targetMs = answerTargetMs(plan.judgement);
  }

  of(
    strikes: readonly StrikeRecord[],
    turns: readonly TurnRecord[],
    call: CallRecord,
  ): readonly StruckRecord[] {
    return strikes.map((strike) => {
      const { fault, atMs } = strike;
      const endedMs = this.endOf(strike, call);
      const asked = turns.filter(
        ({ expectsAnswer, marks }) => endedMs !== null && expectsAnswer && (marks.speechEnd ?? -1) >= endedMs,
      );
      const recovered = asked.find((turn) => (latencies(turn).responseLatency ?? Infinity) <= this.targetMs);
      return {
        fault,
        atMs,
        endedMs,
        fallbackMs: fallbackMs(atMs, turns, call),
        recoveredMs: recovered?.marks.firstHeard ?? null,
        awaited: endedMs !== null && (asked.length > 0 || call.outcome === 'failed'),
      };
    });
  }

  /** There may be several of one name: of those that can have struck this call at this instant, the one that lasts the longest. */
  private endOf({ fault, atMs, of }: StrikeRecord, call: CallRecord): number | null {
    const mayBe = ({ callers, fromMs = 0, untilMs = Infinity }: PlanFault | PlanToxic): boolean =>
      fromMs <= atMs &&
      atMs < untilMs &&
      (callers === undefined || (call.caller !== null && callers.includes(call.caller)));
    if (of === 'network') {
      const ends = this.network.filter((one) => one.toxic === fault && mayBe(one));
      const untilMs = Math.max(...ends.map((one) => one.untilMs ?? Infinity));
      return ends.length > 0 && untilMs < (call.endedMs ?? Infinity) ? untilMs : null;
    }
    if (this.endless.has(fault)) return null;
    const lasting = this.faults.map((one) => (one.fault === fault && mayBe(one) ? one.args['for'] : 0));
    return atMs + Math.max(0, ...lasting.filter((ms) => typeof ms === 'number'));
  }
}

/** What an answer has to come within to be as it should: the scenario's widest threshold on it, else what is not yet unacceptable. */
export function answerTargetMs({ thresholds, bands }: Plan['judgement']): number {
  const asked = thresholds.flatMap(({ metric, caller, stat, op, value }) =>
    metric === 'response_latency' && caller === undefined && stat.startsWith('p') && op.startsWith('<')
      ? [value]
      : [],
  );
  return asked.length === 0 ? bands.poor : Math.max(...asked);
}

function fallbackMs(sinceMs: number, turns: readonly TurnRecord[], call: CallRecord): number | null {
  // An answer that was on its way when it struck is no answer to it.
  const since = turns.filter(({ marks }) => (marks.answerCreated ?? marks.firstHeard ?? Infinity) >= sinceMs);
  const shown = since.flatMap((turn) =>
    (turn.fallbacks ?? []).flatMap((told) => (told.fallback === true ? [shownMs(turn, told)] : [])),
  );
  if (call.endedBy === 'agent' && call.endedMs !== null) shown.push(call.endedMs);
  const after = shown.filter((atMs) => atMs >= sinceMs);
  return after.length === 0 ? null : Math.min(...after);
}
