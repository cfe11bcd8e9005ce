/**
 * What a page has to know of every call and turn, gathered call by call while somebody else goes through them: a long run's turns are
 * made anew each time that they are gone through, which takes longer than all that is asked of them. A few numbers a turn are
 * kept; how fine time is cut, and which calls are held, is known only when there is a summary. Pure.
 */

import { account, type AccountedCall } from '../account.ts';
import { KeptValues } from '../kept_values.ts';
import type { RunLog } from '../log.ts';
import { measuredTurn, type MeasuredTurn } from '../metric/family.ts';
import { countedOf } from '../metric/response_latency.ts';
import { wentUnanswered } from '../metric/response_rate.ts';
import { KeptOnce } from '../kept_once.ts';
import { Candidates } from './candidates.ts';
import { runClock, type RunClock } from './run_clock.ts';

export interface TalliedCall {
  readonly call: AccountedCall;
  /** On the page's axis: instant 0 of its log. */
  readonly startMs: number;
  /** On its log's clock, or due where it never was; and over. */
  readonly dialedMs: number;
  readonly overMs: number;
  /** It was there for some time. */
  readonly wasUp: boolean;
  readonly unmet: number;
  readonly turns: number;
  readonly wentWrong: boolean;
}

export interface TalliedTurn {
  readonly atMs: number;
  readonly latencyMs: number | null;
  readonly lost: boolean;
  readonly failure: string | null;
  readonly fallback: string | null;
}

/** Numbers a turn, in the order of TalliedTurn. */
const WIDTH = 5;

export class PageTally {
  readonly clock: RunClock;
  readonly candidates: Candidates;
  readonly calls: TalliedCall[] = [];
  private readonly log: RunLog;
  private readonly turns = new KeptValues();
  private readonly words = new KeptOnce<string>();
  /** Of a run that was killed, what was up was so until then. */
  private readonly cutOff: ReadonlySet<number>;

  constructor(log: RunLog) {
    this.log = log;
    this.clock = runClock(log);
    this.candidates = new Candidates(log);
    this.cutOff = new Set(
      log.runs.flatMap(({ logs }) =>
        logs.filter((one) => one.footer === null).map(({ header }) => header.startedAtMs),
      ),
    );
  }

  /** With its turns, worked out. */
  call(call: AccountedCall, turns: readonly MeasuredTurn[]): void {
    const { clock } = this;
    const { index, record, outcome } = call;
    const startMs = clock.offsetOf(call.startedAtMs);
    const startedMs = this.log.runs[call.run]?.started.get(index)?.atMs;
    const dialedMs = record?.dialedMs ?? record?.scheduledMs ?? startedMs ?? 0;
    let lastMs = dialedMs;
    let wentWrong = outcome === 'failed';
    for (const measured of turns) {
      const { marks, failure, fallbacks } = measured.turn;
      const atMs = startMs + (marks.speechEnd ?? marks.firstHeard ?? dialedMs);
      const lost = wentUnanswered(measured.turn);
      lastMs = Math.max(lastMs, atMs - startMs);
      if (lost || failure !== null) wentWrong = true;
      this.turns.add(atMs);
      this.turns.add(countedOf(measured) ?? Number.NaN);
      this.turns.add(lost ? 1 : 0);
      this.turns.add(this.keep(failure));
      this.turns.add(this.keep(fallbacks?.find((one) => one.fallback === true)?.label ?? null));
    }
    const upToEnd = outcome === 'going_on' || this.cutOff.has(call.startedAtMs);
    this.calls.push({
      call,
      startMs,
      dialedMs,
      overMs: record?.endedMs ?? (upToEnd ? clock.durationMs - startMs : lastMs),
      wasUp: record === null || record.dialedMs !== null,
      unmet: (record?.expectations ?? []).filter(({ met }) => !met).length,
      turns: turns.length,
      wentWrong,
    });
    this.candidates.add(call, turns);
  }

  /** Of all calls so far, one after the other. */
  *eachTurn(): Generator<TalliedTurn> {
    const all = this.turns.copy();
    for (let at = 0; at < all.length; at += WIDTH) {
      const latencyMs = all[at + 1] as number;
      yield {
        atMs: all[at] as number,
        latencyMs: Number.isNaN(latencyMs) ? null : latencyMs,
        lost: all[at + 2] === 1,
        failure: this.wordAt(all[at + 3] as number),
        fallback: this.wordAt(all[at + 4] as number),
      };
    }
  }

  private keep(word: string | null): number {
    return word === null ? Number.NaN : this.words.keep(word);
  }

  private wordAt(number: number): string | null {
    return Number.isNaN(number) ? null : this.words.at(number);
  }
}

/** Of all calls of a log. `calls`: where they are known. */
export function pageTally(log: RunLog, calls: readonly AccountedCall[] = account(log).calls): PageTally {
  const tally = new PageTally(log);
  for (const call of calls) tally.call(call, call.turns.map(measuredTurn));
  return tally;
}
