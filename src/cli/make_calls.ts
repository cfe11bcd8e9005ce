/** Makes a plan's calls for the command line: with their log, a line of progress, and an ear for Ctrl-C. */

import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import type { LogSink } from '../run/log_sink.ts';
import { runPlan, type RunPlanOptions, type RunResult } from '../run/run_plan.ts';
import type { RunEstimate } from '../run/run_estimate.ts';
import type { TokenKeeper } from '../run/token/token_keeper.ts';
import type { Sink } from '../run/sink.ts';
import type { Interrupts } from './interrupts.ts';
import { redraws, type Io } from './io.ts';
import { progressSink } from './progress.ts';
import type { ShareOptions } from './share_option.ts';

export interface Measuring {
  readonly io: Io;
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly url: string;
  /** What makes the calls. Absent: node. */
  readonly engine?: 'node' | 'k6';
  readonly workers: number;
  /** Null: it goes elsewhere. */
  readonly log: LogSink | null;
  readonly file: string;
  readonly command: string;
  /** No progress is shown. */
  readonly quiet: boolean;
  /** Undefined: left to the size of the run. */
  readonly calibrate: boolean | undefined;
  readonly interrupts: Interrupts;
  /** Which calls of the plan, and from when on. Absent: all, at once. */
  readonly share?: ShareOptions;
  /** What is expected of it. */
  readonly estimate?: RunEstimate;
  /** Of more authorities for the target's certificate. */
  readonly ca: string | undefined;
  /** Where the scenario is, for the command that it fetches its token by. */
  readonly folder?: string;
  /** What keeps that token good; where somebody has asked it for the first already. */
  readonly tokens?: TokenKeeper | null;
  readonly record: RunPlanOptions['record'];
  /** Who else watches. */
  readonly sinks: readonly Sink[];
}

export async function measure(measuring: Measuring): Promise<RunResult> {
  const { io, plan, audio, url, workers, log, file, command, quiet, calibrate, interrupts, record, ca } =
    measuring;
  const polite = new AbortController();
  const hard = new AbortController();
  interrupts.on((times) => {
    if (times === 1) io.err('\nstopping: ending the calls that are going on (again to cut them off)\n');
    // Also where both have come before there was anything to stop: a run that was called off is not made.
    polite.abort('stopped by the user');
    if (times > 1) hard.abort('stopped by the user');
  });
  try {
    const make = measuring.engine === 'k6' ? (await import('../run/k6/run_on_k6.ts')).runOnK6 : runPlan;
    return await make(plan, audio, {
      url,
      workers,
      file,
      command,
      ...(ca === undefined ? {} : { ca }),
      ...(measuring.folder === undefined ? {} : { folder: measuring.folder }),
      ...(measuring.tokens === undefined ? {} : { tokens: measuring.tokens }),
      ...(measuring.estimate === undefined ? {} : { estimate: measuring.estimate }),
      ...(record === undefined ? {} : { record }),
      ...(calibrate === undefined ? {} : { calibrate }),
      ...sharedBy(measuring.share ?? {}),
      warn: warningDuring(io, quiet),
      signal: polite.signal,
      cutOff: hard.signal,
      sinks: [
        ...(log === null ? [] : [log]),
        ...measuring.sinks,
        ...(quiet ? [] : [progressSink(io, plan.judgement, redraws(process.stderr.isTTY, io.env))]),
      ],
    });
  } finally {
    interrupts.release();
  }
}

/** A line of progress may stand half drawn on a terminal. */
export function warningDuring(io: Io, quiet: boolean): (text: string) => void {
  return (text) => io.err(`${process.stderr.isTTY && !quiet ? '\n' : ''}warning ${text}\n`);
}

function sharedBy({ shard, runId, startAt }: ShareOptions): Partial<RunPlanOptions> {
  return {
    ...(shard === undefined ? {} : { selection: shard }),
    ...(runId === undefined ? {} : { id: runId }),
    ...(startAt === undefined ? {} : { startAtMs: startAt }),
  };
}
