/**
 * The generator's own section: how late it sent, how far its loop lagged, what it used, and whether it could keep up.
 * A generator that could not keep up measured itself, so its run is invalid. Pure.
 */

import { Histogram } from '../core/log/histogram.ts';
import type { GeneratorRecord } from '../core/log/record.ts';
import { lateness, tidy } from './describe.ts';
import { count, ms } from './figure.ts';
import type { RunLog } from './log.ts';
import { logSpells, peakOf } from './run_summary.ts';
import type { GeneratorSummary } from './generator_summary.ts';

/** A call dialled later than this after its scheduled start was not started on schedule. */
const START_LATENESS_MS = 1000;
const DROPPED_SHARE = 0.001;

export interface Generators {
  readonly summary: GeneratorSummary;
  readonly sendLateness: Histogram;
  readonly loopLag: Histogram;
  readonly startLateness: Histogram;
}

export function generators(log: RunLog, durationMs: number): Generators {
  const records = log.runs.flatMap(({ logs }) => logs.flatMap((one) => one.generators));
  const sendLateness = mergedOf(records, 'sendLateness');
  const loopLag = mergedOf(records, 'loopLag');
  const startLateness = mergedOf(records, 'startLateness');
  const total = (of: (record: GeneratorRecord) => number): number =>
    records.reduce((sum, record) => sum + of(record), 0);
  const frames = total((record) => record.framesSent);
  const dropped = total((record) => record.framesDropped);
  const whole = overload(log, records.length, { sendLateness, loopLag, startLateness, frames, dropped });
  const reasons = [...whole, ...(records.length > 1 ? culprits(log) : [])];
  return {
    sendLateness,
    loopLag,
    startLateness,
    summary: {
      sendLateness: lateness(sendLateness),
      loopLag: lateness(loopLag),
      startLateness: lateness(startLateness),
      frames,
      dropped,
      bytesSent: total((record) => record.bytesSent),
      bytesReceived: total((record) => record.bytesReceived),
      // k6 tells its scripts nothing of it.
      cpuCores:
        durationMs > 0 && records.some(({ cpuMs }) => cpuMs > 0)
          ? tidy(total((record) => record.cpuMs) / durationMs)
          : null,
      // Workers of one process each report the whole process; processes add up where they ran at once.
      rssMb: peakOf(
        logSpells(log).map(({ log: { generators: workers }, spell }) => ({
          ...spell,
          amount: Math.max(0, ...workers.map((record) => record.maxRssMb)),
        })),
      ),
      workers: records.map((record) => ({
        worker: record.worker,
        frames: record.framesSent,
        dropped: record.framesDropped,
        sendLatenessP99: lateness(Histogram.decode(record.sendLateness)).p99,
        loopLagP99: lateness(Histogram.decode(record.loopLag)).p99,
        cpuMs: tidy(record.cpuMs),
        maxRssMb: tidy(record.maxRssMb),
      })),
      saturated: reasons.length > 0,
      reasons,
    },
  };
}

interface Load {
  readonly sendLateness: Histogram;
  readonly loopLag: Histogram;
  readonly startLateness: Histogram;
  readonly frames: number;
  readonly dropped: number;
}

/** Why a generator could not keep up, of a run or of a part of it; empty: it could. */
export function overloadOf(load: Load, frameMs: number): string[] {
  const reasons: string[] = [];
  const halfFrameMs = frameMs / 2;
  const over = (what: string, histogram: Histogram, limitMs: number, why: string): void => {
    const p99 = histogram.percentile(99);
    if (p99 !== null && p99 > limitMs)
      reasons.push(`${what} p99 is ${ms(p99)}, over ${ms(limitMs)} (${why})`);
  };
  over('send lateness', load.sendLateness, halfFrameMs, 'half a frame');
  over('loop lag', load.loopLag, halfFrameMs, 'half a frame');
  over('start lateness', load.startLateness, START_LATENESS_MS, 'calls were not dialled on schedule');
  const due = load.frames + load.dropped;
  if (due > 0 && load.dropped / due > DROPPED_SHARE) {
    const share = ((load.dropped / due) * 100).toFixed(2);
    reasons.push(`${count(load.dropped)} of ${count(due)} frames were dropped (${share}%, over 0.1%)`);
  }
  return reasons;
}

/** Fewer frames than so have no 99th percentile to speak of. */
const JUDGED_FROM_FRAMES = 1000;

/** In the figures of all together one that could not keep up is lost among many that could: each has to have kept up by itself. */
function culprits({ header, runs }: RunLog): string[] {
  return runs.flatMap(({ logs }) =>
    logs.flatMap(({ header: { selection }, generators: workers }) =>
      workers.flatMap((record) => {
        const { framesSent: frames, framesDropped: dropped } = record;
        if (frames + dropped < JUDGED_FROM_FRAMES) return [];
        const own = {
          sendLateness: Histogram.decode(record.sendLateness),
          loopLag: Histogram.decode(record.loopLag),
          startLateness: Histogram.decode(record.startLateness),
          frames,
          dropped,
        };
        const where = selection === undefined ? '' : ` of share ${selection.share + 1} of ${selection.of}`;
        return overloadOf(own, header.frameMs).map((reason) => `worker ${record.worker}${where}: ${reason}`);
      }),
    ),
  );
}

function overload(log: RunLog, records: number, load: Load): string[] {
  const reasons = overloadOf(load, log.header.frameMs);
  if (records === 0 && log.header.engine !== 'virtual' && anyDialled(log)) {
    reasons.push('the log has no generator lines: nobody knows whether the generator kept up');
  }
  if (load.frames > 0 && load.sendLateness.count === 0) {
    reasons.push('frames were sent, and nothing tells how late: nobody knows whether the generator kept up');
  }
  return reasons;
}

/** A run that was stopped before its first call had nothing to keep up with. */
function anyDialled({ runs }: RunLog): boolean {
  return runs.some(
    ({ calls, turns }) =>
      turns.size > 0 || [...calls.keys()].some((call) => (calls.get(call)?.dialedMs ?? null) !== null),
  );
}

export function mergedOf(
  records: readonly GeneratorRecord[],
  which: 'sendLateness' | 'loopLag' | 'startLateness',
): Histogram {
  const histogram = new Histogram();
  for (const record of records) histogram.merge(record[which]);
  return histogram;
}
