/** The first line of a call log: what was run, on what, and how to run it again. */

import { cpus, platform, release, totalmem } from 'node:os';
import { placesOf, plannedCalls, type Selection } from '../../core/load/selection.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { HeaderSelection } from '../../core/log/header_record.ts';
import { LOG_VERSION, type HeaderRecord } from '../../core/log/record.ts';
import { withoutSecrets } from '../../core/word/secret.ts';
import { packageVersion } from '../../disk/own_file.ts';

export interface HeaderOptions {
  readonly plan: Plan;
  readonly run: string;
  /** As it was named; absent where the plan came from no file. */
  readonly file?: string;
  readonly url: string;
  /** Default: node. */
  readonly engine?: HeaderRecord['engine'];
  readonly workers: number;
  readonly startedAtMs: number;
  readonly monotonicAtMs: number;
  readonly command: string;
  /** Default: every call of the plan. */
  readonly selection?: Selection;
  /** What its shares have in common. */
  readonly shared?: Pick<HeaderSelection, 'named' | 'dueAtMs'>;
  readonly calibration?: HeaderRecord['calibration'];
}

export function headerOf(options: HeaderOptions): HeaderRecord {
  const { plan, file, selection } = options;
  const { load } = plan;
  const detection = plan.target.session.turnDetection;
  return {
    type: 'header',
    version: LOG_VERSION,
    run: options.run,
    plan: plan.id,
    scenario: { ...plan.scenario, ...(file === undefined ? {} : { file }) },
    seed: plan.seed,
    engine: options.engine ?? 'node',
    dialect: plan.dialect,
    target: {
      url: withoutSecrets(options.url),
      model: plan.target.model,
      simulated: plan.target.url === 'simulator',
      ...(detection?.type === 'server_vad' ? { silenceDurationMs: detection.silenceDurationMs } : {}),
    },
    startedAtMs: options.startedAtMs,
    monotonicAtMs: options.monotonicAtMs,
    frameMs: plan.frameMs,
    load: {
      mode: load.mode,
      plannedCalls: plannedCalls(load, selection),
      maxConcurrency: placesOf(load, selection),
    },
    ...(selection === undefined || selection.of === 1
      ? {}
      : { selection: { ...selection, ...options.shared, whole: plannedCalls(load) } }),
    ...(options.calibration === undefined ? {} : { calibration: options.calibration }),
    workers: options.workers,
    judgement: plan.judgement,
    versions: { callstorm: packageVersion(), node: process.versions.node, v8: process.versions.v8 },
    host: {
      platform: `${platform()} ${release()} ${process.arch}`,
      cores: cpus().length,
      memoryMb: Math.round(totalmem() / (1 << 20)),
    },
    command: options.command,
  };
}
