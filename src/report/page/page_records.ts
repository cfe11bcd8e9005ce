/** What a page holds of the records beside the summary: every call and turn is looked at once, and some of them are kept. Pure. */

import type { PartName, Recorded, TurnColumns } from '../../page/page_data.ts';
import type { TurnRecord } from '../../core/log/record.ts';
import { account, type AccountedCall } from '../account.ts';
import { KeptValues } from '../kept_values.ts';
import type { RunLog } from '../log.ts';
import { measuredTurn } from '../metric/family.ts';
import { responseLatency } from '../metric/response_latency.ts';
import { wentUnanswered } from '../metric/response_rate.ts';
import { percentile, sortedValues } from '../statistics.ts';
import type { Summary } from '../summary.ts';
import { latencyBins } from './latency_bins.ts';
import { add, columnsOf, packedCalls, packedTurns, PARTS } from './page_columns.ts';
import { pageSample } from './page_sample.ts';
import { runClock } from './run_clock.ts';
import { NamedCounts, TimeBuckets } from './time_buckets.ts';
import { shownWord, WordList } from './word_list.ts';

/** The last is of a run that is watched while it goes on. */
const OUTCOMES: readonly string[] = ['completed', 'failed', 'blocked', 'not_started', 'going_on'];

type Row = Readonly<Record<Exclude<keyof TurnColumns, 'parts' | 'place'> | PartName, number | null>>;

/** `all`: its calls, where they are known; `seen`: whoever else has to look at each of them. */
export function recordedOf(
  log: RunLog,
  summary: Summary,
  all: readonly AccountedCall[] = account(log).calls,
  seen: (call: AccountedCall) => void = () => {},
): Recorded {
  const clock = runClock(log);
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
  // Of a run that was killed, what was up was so until then.
  const cutOff = new Set(
    log.runs.flatMap(({ logs }) =>
      logs.filter((one) => one.footer === null).map(({ header }) => header.startedAtMs),
    ),
  );
  let [seenTurns, seenCalls] = [0, 0];

  const rowOf = (turn: TurnRecord, startMs: number, dialedMs: number): Row => {
    const measured = measuredTurn(turn);
    const { times } = measured;
    const atMs = startMs + (turn.marks.speechEnd ?? turn.marks.firstHeard ?? dialedMs);
    const latencyMs = responseLatency.response_latency.ofTurn(measured);
    const wasLost = wentUnanswered(turn);
    const fallback = turn.fallbacks?.find((one) => one.fallback === true)?.label ?? null;
    const bucket = buckets.indexOf(atMs);
    if (latencyMs !== null) {
      latencies.add(latencyMs);
      inBuckets[bucket]?.add(latencyMs);
    }
    if (latencyMs !== null || wasLost) due[bucket] = (due[bucket] as number) + 1;
    if (wasLost) lost[bucket] = (lost[bucket] as number) + 1;
    if (fallback !== null) fellBack.add(shownWord(fallback), atMs);
    const part = (name: PartName): number | null => (latencyMs === null ? null : times[name]);
    return {
      atMs,
      latencyMs,
      lost: wasLost ? 1 : 0,
      code: codes.placeOf(turn.failure),
      fallback: fallbacks.placeOf(fallback),
      packetization: part('packetization'),
      vadDelay: part('vadDelay'),
      llmDelay: part('llmDelay'),
      ttsDelay: part('ttsDelay'),
      networkDown: part('networkDown'),
      playbackDelay: part('playbackDelay'),
      leadIn: part('leadIn'),
    };
  };

  const take = (call: AccountedCall): void => {
    const { index, run, record, outcome, failure } = call;
    const startMs = clock.offsetOf(call.startedAtMs);
    const dialedMs = record?.dialedMs ?? record?.scheduledMs ?? log.goingOn?.get(index) ?? 0;
    const rows = call.turns.map((turn) => rowOf(turn, startMs, dialedMs));
    seenCalls++;
    seenTurns += rows.length;
    const lastMs = rows.reduce((last, { atMs }) => Math.max(last, (atMs ?? 0) - startMs), dialedMs);
    const upToEnd = outcome === 'going_on' || cutOff.has(call.startedAtMs);
    const overMs = record?.endedMs ?? (upToEnd ? clock.durationMs - startMs : lastMs);
    if (record === null || record.dialedMs !== null) {
      beganMs.push(startMs + dialedMs);
      endedMs.push(startMs + Math.max(dialedMs, overMs));
    }
    if (outcome === 'failed') failed.add(failure ?? 'engine_error', startMs + overMs);
    const wentWrong = outcome === 'failed' || rows.some((row) => row.lost === 1 || row.code !== null);
    if (!sample.holds(run, index, wentWrong)) return;
    const place = calls.call.length;
    add(calls, {
      call: index,
      run,
      caller: callers.placeOf(call.caller),
      atMs: startMs + dialedMs,
      durationMs: Math.max(0, overMs - dialedMs),
      outcome: OUTCOMES.indexOf(outcome),
      code: codes.placeOf(failure),
      unmet: (record?.expectations ?? []).filter(({ met }) => !met).length,
    });
    for (const row of rows) add(turns, { place, ...row });
  };

  for (const call of all) {
    take(call);
    seen(call);
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
      ofCalls: seenCalls,
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

function whole(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
