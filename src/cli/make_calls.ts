/** Makes a plan's calls, keeps their records, shows how far they are, and sums them up. */

import type { CallLog } from '../engine/call_log.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import type { LogRecord } from '../core/log/record.ts';
import { monotonicMs } from '../engine/node/monotonic_clock.ts';
import { headerOf } from '../engine/node/header.ts';
import { NodeRun } from '../engine/node/node_run.ts';
import { usd } from '../report/figure.ts';
import { told } from '../report/judge.ts';
import { LiveTally } from '../report/live.ts';
import { LogGatherer } from '../report/log.ts';
import { summarize } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import { ThresholdWatch } from '../report/threshold_watch.ts';
import type { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { Progress } from './progress.ts';
import { stamp } from './run_directory.ts';

/** From the workers' being ready to instant 0: time to set their clocks. */
const HEAD_START_MS = 150;

export interface Measuring {
  readonly io: Io;
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly url: string;
  readonly workers: number;
  readonly log: CallLog;
  readonly file: string;
  readonly command: string;
  /** No progress is shown. */
  readonly quiet: boolean;
  readonly interrupts: Interrupts;
}

/** Makes the calls. The summary comes from the records themselves, so that a full disk does not lose it. */
export async function measure(measuring: Measuring): Promise<Summary> {
  const { io, plan, audio, url, workers, log, file, command, quiet, interrupts } = measuring;
  const gatherer = new LogGatherer();
  const tally = new LiveTally(plan.judgement.pricing);
  const watch = new ThresholdWatch(plan.judgement);
  const keep = (record: LogRecord, line?: string): void => {
    log.write(record, line);
    gatherer.add(record, log.path, 0);
    tally.add(record);
    watch.add(record);
  };
  const { maxUsd } = plan.judgement.budget ?? {};
  const engine = new NodeRun({
    plan,
    audio,
    url,
    workers,
    onRecord: keep,
    onStart: (call, atMs) => tally.callStarted(call, atMs),
    onGauge: (gauge) => {
      tally.add(gauge);
      watch.add(gauge);
      const broken = watch.breach(gauge.atMs);
      if (broken !== null) engine.stop('threshold', told(broken));
      const { spentUsd } = tally.figures(gauge.atMs);
      if (maxUsd !== undefined && spentUsd !== null && spentUsd >= maxUsd) {
        engine.stop('budget', `spent ${usd(spentUsd)} of ${usd(maxUsd)}`);
      }
    },
  });
  interrupts.on((times) => {
    if (times === 1) io.err('\nstopping: ending the calls that are going on (again to cut them off)\n');
    // Also where both have come before there was anything to stop: a run that was called off is not made.
    engine.stop('interrupted', 'stopped by the user');
    if (times > 1) engine.abort();
  });
  await engine.prepare();
  const startedAtMonotonicMs = monotonicMs() + HEAD_START_MS;
  const startedAtMs = Date.now() + HEAD_START_MS;
  keep(
    headerOf({
      plan,
      run: runId(startedAtMs, plan),
      file,
      url,
      workers,
      startedAtMs,
      monotonicAtMs: startedAtMonotonicMs,
      command,
    }),
  );
  const planned = plan.load.mode === 'open' ? plan.load.startsMs.length : (plan.load.calls ?? null);
  const progress = quiet
    ? null
    : new Progress(
        io,
        {
          figures: () => tally.figures(monotonicMs() - startedAtMonotonicMs),
          elapsedMs: () => monotonicMs() - startedAtMonotonicMs,
          planned,
        },
        process.stderr.isTTY,
      );
  try {
    await engine.run(startedAtMonotonicMs);
  } finally {
    progress?.stop();
    interrupts.release();
  }
  log.close();
  const gathered = gatherer.finish();
  if (gathered === null) throw new Error('a run without a header');
  return summarize(gathered);
}

function runId(startedAtMs: number, plan: Plan): string {
  return `${stamp(startedAtMs)}-${plan.id.slice(0, 8)}-${process.pid.toString(36)}`;
}
