/** What a page holds of the records beside the summary: every call and turn is looked at once, and some of them are kept. Pure. */

import type { PartName, Recorded, TurnColumns } from '../../page/page_data.ts';
import type { TurnRecord } from '../../core/log/record.ts';
import { latencies as latenciesOf } from '../../core/log/timing.ts';
import { KeptValues } from '../kept_values.ts';
import type { RunLog } from '../log.ts';
import { percentile, sortedValues } from '../statistics.ts';
import type { Summary } from '../summary.ts';
import { latencyBins } from './latency_bins.ts';
import { add, columnsOf, packedCalls, packedTurns, PARTS } from './page_columns.ts';
import { pageSample } from './page_sample.ts';
import { pageTally, type PageTally, type TalliedTurn } from './page_tally.ts';
import { NamedCounts, TimeBuckets } from './time_buckets.ts';
import { shownWord, WordList } from './word_list.ts';

/** The last is of a run that is watched while it goes on. */
const OUTCOMES: readonly string[] = ['completed', 'failed', 'blocked', 'not_started', 'going_on'];

/** `tally`: where whoever asks has gone through the calls already. */
export function recordedOf(log: RunLog, summary: Summary, tally: PageTally = pageTally(log)): Recorded {
  const { clock } = tally;
  const buckets = new TimeBuckets(clock.durationMs, summary.turns.total);
  const sample = pageSample(summary);
  const [callers, codes, fallbacks] = [new WordList(), new WordList(), new WordList()];
  const [failed, fellBack, struck] = [
    new NamedCounts(buckets),
    new NamedCounts(buckets),
    new NamedCounts(buckets),
  ];
  const latencies = new KeptValues();
  const inBuckets = Array.from({ length: buckets.length }, () => new KeptValues());
  const [due, lost] = [buckets.zeros(), buckets.zeros()];
  const [beganMs, endedMs]: [number[], number[]] = [[], []];
  const calls = columnsOf('call', 'run', 'caller', 'atMs', 'durationMs', 'outcome', 'code', 'unmet');
  const turns = columnsOf('place', 'atMs', 'latencyMs', 'lost', 'code', 'fallback', ...PARTS);
  let seenTurns = 0;

  const countTurn = ({ atMs, latencyMs, lost: wasLost, fallback }: TalliedTurn): void => {
    const bucket = buckets.indexOf(atMs);
    if (latencyMs !== null) {
      latencies.add(latencyMs);
      inBuckets[bucket]?.add(latencyMs);
    }
    if (latencyMs !== null || wasLost) due[bucket] = (due[bucket] as number) + 1;
    if (wasLost) lost[bucket] = (lost[bucket] as number) + 1;
    if (fallback !== null) fellBack.add(shownWord(fallback), atMs);
  };

  const each = tally.eachTurn();
  for (const one of tally.calls) {
    const { call, startMs, dialedMs, overMs, wasUp, unmet, wentWrong } = one;
    const { index, run, outcome, failure } = call;
    const rows: Row[] = [];
    for (let turn = 0; turn < one.turns; turn++) {
      const told = each.next().value as TalliedTurn;
      countTurn(told);
      const { atMs, latencyMs } = told;
      rows.push({
        atMs,
        latencyMs,
        lost: told.lost ? 1 : 0,
        code: codes.placeOf(told.failure),
        fallback: fallbacks.placeOf(told.fallback),
      });
    }
    seenTurns += rows.length;
    if (wasUp) {
      beganMs.push(startMs + dialedMs);
      endedMs.push(startMs + Math.max(dialedMs, overMs));
    }
    if (outcome === 'failed') failed.add(failure ?? 'engine_error', startMs + overMs);
    if (!sample.holds(run, index, wentWrong)) continue;
    const place = calls.call.length;
    add(calls, {
      call: index,
      run,
      caller: callers.placeOf(call.caller),
      atMs: startMs + dialedMs,
      durationMs: Math.max(0, overMs - dialedMs),
      outcome: OUTCOMES.indexOf(outcome),
      code: codes.placeOf(failure),
      unmet,
    });
    // Of few of a long run: they are made again.
    for (const [at, turn] of call.turns.entries()) {
      const row = rows[at] as Row;
      add(turns, { place, ...row, ...partsOf(turn, row.latencyMs) });
    }
  }
  for (const run of log.runs) {
    const offsets = new Map(
      run.logs.flatMap((one) => Array.from(one.calls, (call) => [call, one.header.startedAtMs] as const)),
    );
    for (const { call, atMs, fault } of run.strikes)
      struck.add(shownWord(fault), clock.offsetOf(offsets.get(call) ?? 0) + atMs);
  }
  const percentileOf = (p: number) => inBuckets.map((values) => whole(percentile(sortedValues(values), p)));
  return {
    durationMs: Math.round(clock.durationMs),
    callers: callers.words,
    codes: codes.words,
    fallbacks: fallbacks.words,
    calls: packedCalls(calls),
    turns: packedTurns(turns),
    held: {
      turns: turns.place.length,
      ofTurns: seenTurns,
      calls: calls.call.length,
      ofCalls: tally.calls.length,
    },
    series: {
      bucketMs: buckets.bucketMs,
      turns: due,
      lost,
      p50: percentileOf(50),
      p95: percentileOf(95),
      concurrency: buckets.mostAtOnce(beganMs, endedMs),
      failures: failed.list(),
      fallbacks: fellBack.list(),
      strikes: struck.list(),
    },
    latencies: latencyBins(sortedValues(latencies)),
  };
}

type Row = Readonly<Record<Exclude<keyof TurnColumns, 'parts' | 'place'>, number | null>>;

function partsOf(turn: TurnRecord, latencyMs: number | null): Record<PartName, number | null> {
  const times = latencyMs === null ? null : latenciesOf(turn);
  return {
    packetization: times?.packetization ?? null,
    vadDelay: times?.vadDelay ?? null,
    llmDelay: times?.llmDelay ?? null,
    ttsDelay: times?.ttsDelay ?? null,
    networkDown: times?.networkDown ?? null,
    playbackDelay: times?.playbackDelay ?? null,
    leadIn: times?.leadIn ?? null,
  };
}

function whole(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
