/**
 * From the records of a run to its summary. Pure: the same log gives the same summary, byte for byte.
 */

import type { EstimateRecord } from '../core/log/estimate_record.ts';
import type { HeaderRecord } from '../core/log/record.ts';
import { account, type Account, type AccountedCall } from './account.ts';
import { calibrationOf } from './calibration.ts';
import { chaosOf } from './chaos_summary.ts';
import { bandOf } from './band.ts';
import { callerSummaries } from './caller_summary.ts';
import { tidy, tidyOrNull } from './describe.ts';
import { count, plural } from './figure.ts';
import { cutOffByHarness } from './cut_off.ts';
import { estimateSummary, type EstimateSummary } from './estimate_summary.ts';
import { faultWindows } from './fault_window.ts';
import { generators } from './generator.ts';
import type { RunLog } from './log.ts';
import { lostTogether } from './lost/lost_together.ts';
import { isPercentile } from './judge.ts';
import { metricsOf } from './metric/metric_summary.ts';
import { readCalls, type CallReader } from './read_calls.ts';
import type { Samples } from './samples.ts';
import { regionNote } from '../pricing/listed.ts';
import { oldPriceNote } from './time_bill.ts';
import { monitor } from './monitor.ts';
import { LAST_CALLS, type Monitored } from './monitored.ts';
import {
  SUMMARY_VERSION,
  type Band,
  type BandCounts,
  type Repeat,
  type RunSummary,
  type Summary,
} from './summary.ts';
import type { CostSummary } from './cost_summary.ts';
import type { HearingTally } from './hearing_note.ts';
import { budgetNotes } from './budget_note.ts';
import { networkNotes } from './network_note.ts';
import { runOf } from './run_summary.ts';
import { lateNotes, shareNote, shareSummaries, sharesNote } from './shares.ts';
import { verdict, type Judged } from './verdict.ts';

/** `accounted`: what became of its calls, where whoever asks needs it for more than this. `reader`: is shown them by the way. */
export function summarize(
  log: RunLog,
  accounted: Account = account(log),
  reader: CallReader | null = null,
): Summary {
  const { header } = log;
  const read = readCalls(log, accounted.calls, reader);
  const billed = read.bills.bill();
  const samples = read.measuring.samples(billed.calls, accounted.counts.withoutRecord.notStarted);
  const run = runOf(log, accounted);
  const shares = shareSummaries(log);
  const generated = generators(log, run.durationMs);
  const doubts = read.speech.doubts(header.target.silenceDurationMs);
  const chaos = chaosOf(log.runs, accounted.counts.started);
  const windows = faultWindows(header.judgement.timed ?? [], accounted.calls);
  const expectations = read.expectations.summaries();
  const together = lostTogether(log.runs, accounted.calls);
  const panel = read.panel.panel();
  const expected = expectationOf(log);
  const judged: Judged = {
    version: SUMMARY_VERSION,
    name: header.scenario.name,
    description: header.scenario.description ?? null,
    calls: accounted.counts,
    failures: accounted.failures,
    ...(together === undefined ? {} : { lostTogether: together }),
    agentErrors: read.agentErrors.summaries(),
    metrics: metricsOf(samples, generated, header.seed),
    calibration: calibrationOf(log),
    cost: tidyCost(billed.summary),
    ...(expected === undefined ? {} : { estimate: estimatedOf(expected, accounted, run, billed.summary) }),
    generator: generated.summary,
    bands: bandsOf(samples, header.judgement.bands),
    callers: callerSummaries(accounted, billed, header, read.callers),
    tools: read.tools.summaries(),
    ...(chaos === undefined ? {} : { chaos }),
    ...(windows.length === 0 ? {} : { windows }),
    ...(expectations.length === 0 ? {} : { expectations }),
    ...(panel === undefined ? {} : { panel }),
    turns: read.turns.counts(),
    run,
    ...(shares.length === 0 ? {} : { shares }),
    repeat: repeatOf(header),
    log: log.damage,
    notes: [
      ...[shareNote(log) ?? sharesNote(shares) ?? []].flat(),
      ...shares.flatMap(lateNotes),
      ...notesOf(log, accounted, read.hearing),
      ...billed.notes,
      ...[regionNote(header.target.url, billed.summary.prices) ?? []].flat(),
      ...[oldPriceNote(billed.summary, header.startedAtMs) ?? []].flat(),
      ...doubts,
    ],
  };
  return {
    ...judged,
    verdict: verdict(judged, header.judgement.thresholds),
    quality: monitor(
      {
        ...judged,
        ...read.sound.sound(),
        lastCalls: lastCallsOf(accounted.calls),
        watched: read.watch.watched(),
        speechDoubted: doubts.length > 0,
        ...latencyAsked(header),
      },
      header.judgement.monitor,
    ),
  };
}

function bandsOf(samples: Samples, boundsMs: BandCounts['boundsMs']): BandCounts {
  const counts: Record<Band, number> = { excellent: 0, good: 0, acceptable: 0, poor: 0, unacceptable: 0 };
  for (const value of samples.values.get('response_latency') ?? []) counts[bandOf(value, boundsMs)]++;
  return { boundsMs, counts, unanswered: samples.missing.get('response_latency') ?? 0 };
}

/** Its widest threshold on a percentile of the response latency of all callers. */
function latencyAsked({ judgement }: HeaderRecord): Pick<Monitored, 'latencyAskedMs'> {
  const asked = judgement.thresholds.flatMap(({ metric, caller, stat, op, value }) =>
    metric === 'response_latency' && caller === undefined && isPercentile(stat) && op.startsWith('<')
      ? value
      : [],
  );
  return asked.length === 0 ? {} : { latencyAskedMs: Math.max(...asked) };
}

/** How the calls that ended last ended, but for those that the harness put an end to. */
function lastCallsOf(calls: readonly AccountedCall[]): Monitored['lastCalls'] {
  const last: { readonly atMs: number; readonly failed: boolean }[] = [];
  for (const { outcome, failure, endedMs, startedAtMs } of calls) {
    if (outcome !== 'completed' && outcome !== 'failed') continue;
    if (endedMs === null || cutOffByHarness({ failure })) continue;
    const atMs = startedAtMs + endedMs;
    // Of those that ended at one instant the later told is the later.
    const place = last.findLastIndex((one) => one.atMs <= atMs) + 1;
    last.splice(place, 0, { atMs, failed: outcome === 'failed' });
    if (last.length > LAST_CALLS) last.shift();
  }
  return { failed: last.filter(({ failed }) => failed).length, of: last.length };
}

function repeatOf(header: HeaderRecord): Repeat {
  return {
    command: header.command,
    seed: header.seed,
    scenario: {
      name: header.scenario.name,
      file: header.scenario.file ?? null,
      sha256: header.scenario.sha256,
    },
    plan: header.plan,
    engine: header.engine,
    dialect: header.dialect,
    workers: header.workers,
    versions: header.versions,
    node: header.versions['node'] ?? null,
    host: header.host,
  };
}

/** Of a run of one log: parts of a run were estimated each for itself. */
function expectationOf({ runs }: RunLog): EstimateRecord | undefined {
  const logs = runs.flatMap((run) => run.logs);
  return logs.length === 1 ? logs[0]?.footer?.estimate : undefined;
}

function estimatedOf(
  expected: EstimateRecord,
  { counts }: Account,
  run: RunSummary,
  { totalUsd }: CostSummary,
): EstimateSummary {
  const whole = run.ended === 'done';
  return estimateSummary(expected, {
    calls: counts.planned,
    durationMs: run.durationMs,
    costUsd: totalUsd,
    whole,
  });
}

function notesOf(log: RunLog, { counts }: Account, hearing: HearingTally): string[] {
  const notes: string[] = [];
  const { unknownRecords, tornLines, duplicates, repeatedLogs } = log.damage;
  const { withoutRecord } = counts;
  if (withoutRecord.failed > 0) {
    notes.push(
      `${plural(withoutRecord.failed, 'call')} began without an end in the log: counted as worker_lost.`,
    );
  }
  if (withoutRecord.notStarted > 0) {
    notes.push(
      `${plural(withoutRecord.notStarted, 'planned call')} left no trace in the log: counted as not started.`,
    );
  }
  if (tornLines > 0) notes.push(`${plural(tornLines, 'line')} of the log broke off and was left out.`);
  if (unknownRecords > 0)
    notes.push(`${plural(unknownRecords, 'record')} of a kind this version does not know.`);
  if (repeatedLogs > 0) notes.push(`${plural(repeatedLogs, 'log')} given twice: counted once.`);
  if (duplicates > 0) notes.push(`${plural(duplicates, 'record')} told twice: the later one counts.`);
  const footers = log.runs.flatMap((run) => run.logs.flatMap(({ footer }) => footer ?? []));
  const heldBack = footers.reduce((total, footer) => total + (footer.heldBack ?? 0), 0);
  if (heldBack > 0) {
    notes.push(
      `${plural(heldBack, 'call')} came to nothing at once; after each, its place waited (1 s, doubling up to 16 s): the load was lighter than planned.`,
    );
  }
  const unread = log.runs
    .flatMap((run) => run.logs.flatMap(({ generators: workers }) => workers))
    .reduce((total, worker) => total + (worker.framesUnread ?? 0), 0);
  if (unread > 0)
    notes.push(`${plural(unread, 'frame')} were due in time and found no room: the target did not read.`);
  if (log.runs.some(({ logs }) => logs.some(({ header }) => (header.clockResolutionMs ?? 0) >= 1)))
    notes.push(
      'The clock of what made the calls (k6) counts whole milliseconds: each instant may be 1 ms off, and so may each latency.',
    );
  notes.push(...budgetNotes(log.runs), ...networkNotes(log.runs), ...hearing.notes());
  if (log.runs.length > 1) notes.push(`${count(log.runs.length)} runs of one plan are reported together.`);
  return notes;
}

function tidyCost(cost: CostSummary): CostSummary {
  return {
    ...cost,
    totalUsd: tidyOrNull(cost.totalUsd),
    leastUsd: tidyOrNull(cost.leastUsd),
    perCallUsd: tidyOrNull(cost.perCallUsd),
    perMinuteUsd: tidyOrNull(cost.perMinuteUsd),
    perTurnUsd: tidyOrNull(cost.perTurnUsd),
    cacheHitRate: tidyOrNull(cost.cacheHitRate),
    parts: cost.parts.map((part) => ({ ...part, amount: tidy(part.amount), usd: tidyOrNull(part.usd) })),
    wasted: { audioS: tidy(cost.wasted.audioS), usd: tidyOrNull(cost.wasted.usd) },
    projected: {
      per1000CallsUsd: tidyOrNull(cost.projected.per1000CallsUsd),
      callsPerMonth: cost.projected.callsPerMonth,
      perMonthUsd: tidyOrNull(cost.projected.perMonthUsd),
    },
  };
}
