/**
 * Measures one level of a search for capacity: leaves its warm-up out, counts what comes to its end from then on, and says whether
 * that is enough. What is counted is what ends in the counted time, whenever it began: of a load that is steady, that is a fair
 * sample, and nothing slow is missed for having been slow. Holds no clock; instants are the records' own.
 */

import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import type {
  CapacityLevel,
  CapacitySettings,
  LevelVerdict,
} from '../../forecast/capacity/capacity_result.ts';
import { CaseTally } from '../../forecast/capacity/case_tally.ts';
import { perSecondOf, quantileOf, shareOf } from '../../forecast/capacity/estimated.ts';
import { accountOf } from '../../report/account.ts';
import { cutOffByHarness } from '../../report/cut_off.ts';
import { measureCall, measureTurn, type Receiver } from '../../report/metric/measure.ts';
import { judgedOf, type Judged } from './level_verdict.ts';
import type { LevelGenerator } from '../../forecast/capacity/capacity_result.ts';

export interface LevelStart {
  readonly amount: number;
  readonly because: CapacityLevel['because'];
  readonly fromMs: number;
  /** Its verdict may be `left`: the load is being raised, and nothing has failed yet. */
  readonly mayBeLeft: boolean;
}

export class LevelMeter {
  readonly start: LevelStart;
  /** When the counting begins; null: it is still warming up. */
  countedFromMs: number | null = null;
  private readonly settings: CapacitySettings;
  private readonly tallies: readonly CaseTally[];
  private readonly latenciesMs: number[] = [];
  private readonly answeredMs: number[] = [];
  private readonly lengthsMs: number[] = [];
  private readonly failures = new Map<string, number>();
  private readonly left = { calls: 0, turns: 0 };
  private how = 'it was not over';
  private turns = 0;
  private calls = 0;
  private failed = 0;
  private unreached = 0;
  private rated = { bad: 0, of: 0 };
  private blocked = 0;
  /** Calls at once × ms, up to `heldMs`. */
  private held = 0;
  private heldMs = 0;
  private mostAtOnce = 0;

  constructor(start: LevelStart, settings: CapacitySettings) {
    this.start = start;
    this.settings = settings;
    this.tallies = settings.slo.map((condition) => new CaseTally(condition));
  }

  /** The warm-up is over. */
  settle(atMs: number, atOnce: number, how: string): void {
    this.countedFromMs = atMs;
    this.heldMs = atMs;
    this.mostAtOnce = atOnce;
    this.how = how;
  }

  /** So many went on up to now. */
  went(atOnce: number, atMs: number): void {
    if (this.countedFromMs === null) return;
    this.held += atOnce * Math.max(0, atMs - this.heldMs);
    this.heldMs = Math.max(this.heldMs, atMs);
    this.mostAtOnce = Math.max(this.mostAtOnce, atOnce);
  }

  turn(turn: TurnRecord, atMs: number): void {
    if (this.countedFromMs === null) {
      this.left.turns++;
      return;
    }
    if (cutOffByHarness(turn)) return;
    this.turns++;
    if (turn.outcome === 'answered' || turn.outcome === 'interrupted') this.answeredMs.push(atMs);
    measureTurn(turn, this.receiver(turn.call, turn.caller, atMs));
  }

  call(call: CallRecord, turns: readonly TurnRecord[], atMs: number): void {
    if (this.countedFromMs === null) {
      this.left.calls++;
      return;
    }
    if (call.outcome === 'blocked') this.blocked++;
    if (call.outcome !== 'completed' && call.outcome !== 'failed') return;
    if (cutOffByHarness(call)) return;
    this.calls++;
    if (call.outcome === 'failed') {
      this.failed++;
      const code = call.failure ?? 'engine_error';
      this.failures.set(code, (this.failures.get(code) ?? 0) + 1);
    }
    if (call.readyMs === null) this.unreached++;
    if (call.readyMs !== null && call.endedMs !== null) this.lengthsMs.push(call.endedMs - call.readyMs);
    measureCall(accountOf(call, turns, 0), this.receiver(call.call, call.caller, atMs));
  }

  /** What can be said by now; null: it goes on. */
  judged(atMs: number, slowMs: number, generator: LevelGenerator | null): Judged | null {
    const { countedFromMs } = this;
    if (countedFromMs === null) return null;
    return judgedOf({
      countedMs: atMs - countedFromMs,
      slowMs,
      mayBeLeft: this.start.mayBeLeft,
      settings: this.settings,
      tallies: this.tallies,
      generator,
      calls: { ended: this.calls, unreached: this.unreached },
    });
  }

  level(
    untilMs: number,
    { verdict, why }: { readonly verdict: LevelVerdict; readonly why: string },
    generator: LevelGenerator | null,
  ): CapacityLevel {
    const { amount, because, fromMs } = this.start;
    const countedFromMs = this.countedFromMs ?? untilMs;
    const countedMs = untilMs - countedFromMs;
    const findings = this.findings();
    const alike = Math.max(
      1,
      ...findings.filter(({ slo }) => this.settings.slo[slo]?.of === 'turn').map((one) => one.alike),
    );
    const sorted = Array.from(Float64Array.from(this.latenciesMs).sort());
    const { bad, of } = this.rated;
    return {
      amount,
      because,
      fromMs,
      countedFromMs,
      untilMs,
      warmUp: { durationMs: countedFromMs - fromMs, ...this.left, how: this.how },
      calls: { ended: this.calls, failed: this.failed, blocked: this.blocked },
      turns: { ended: this.turns, answered: this.answeredMs.length },
      atOnce: {
        mean: countedMs > 0 ? this.held / Math.max(1, this.heldMs - countedFromMs) : 0,
        max: this.mostAtOnce,
      },
      answeredPerSecond: perSecondOf(this.answeredMs, countedFromMs, untilMs),
      callsPerSecond: countedMs > 0 ? (this.calls / countedMs) * 1000 : 0,
      callMs: meanOf(this.lengthsMs),
      latencyMs: {
        p50: quantileOf(sorted, 0.5, alike),
        p95: quantileOf(sorted, 0.95, alike),
        count: sorted.length,
      },
      errorRate: shareOf(bad, of, 1),
      failures: [...this.failures]
        .map(([code, count]) => ({ code, count }))
        .sort((a, b) => b.count - a.count),
      slo: findings,
      verdict,
      why,
      generator,
    };
  }

  private findings(): CapacityLevel['slo'] {
    const { alpha, slo } = this.settings;
    return this.tallies.map((tally, index) => {
      const { starved: _, ...finding } = tally.finding(index, { alpha, conditions: slo.length });
      return finding;
    });
  }

  /** Gives each condition what it is about. */
  private receiver(call: number, caller: string | null, atMs: number): Receiver {
    const about = (metric: string): CaseTally[] =>
      this.settings.slo.flatMap((slo, index) => {
        const is = slo.metric === metric && (slo.caller === undefined || slo.caller === caller);
        return is ? [this.tallies[index] as CaseTally] : [];
      });
    return {
      value: (metric, value) => {
        if (metric === 'response_latency') this.latenciesMs.push(value);
        for (const tally of about(metric)) tally.value(value, call, atMs);
      },
      miss: (metric) => {
        if (metric === 'response_latency') this.latenciesMs.push(Infinity);
        for (const tally of about(metric)) tally.value(Infinity, call, atMs);
      },
      cases: (metric, count, of) => {
        if (metric === 'error_rate') this.rated = { bad: this.rated.bad + count, of: this.rated.of + of };
        for (const tally of about(metric)) {
          for (let i = 0; i < of; i++) tally.happened(i < count, call, atMs);
        }
      },
    };
  }
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
