/**
 * The header of the log of one VU: each is a share of the run. What only the machine knows (cores, memory, a monotonic clock) k6 tells
 * no script. Pure.
 */

import { placesOf, plannedCalls, type Selection } from '../../core/load/selection.ts';
import { LOG_VERSION, type HeaderRecord } from '../../core/log/record.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { withoutSecrets } from '../../core/word/secret.ts';
import type { BundleFacts } from './bundle_facts.ts';
import { CLOCK_RESOLUTION_MS } from './clock_resolution.ts';

export interface VuHeaderOptions {
  readonly plan: Plan;
  readonly facts: BundleFacts;
  readonly url: string;
  readonly selection: Selection;
  readonly startedAtMs: number;
  readonly run: string;
  /** The name was given, to all instances of it. */
  readonly named: boolean;
  /** The instant that all instances were to have in common; null: none was agreed on. */
  readonly dueAtMs: number | null;
}

export function vuHeader(options: VuHeaderOptions): HeaderRecord {
  const { plan, facts, selection, startedAtMs, dueAtMs } = options;
  const { load, target } = plan;
  const detection = target.session.turnDetection;
  const shared = {
    ...selection,
    ...(options.named ? { named: true as const } : {}),
    ...(dueAtMs === null ? {} : { dueAtMs }),
    whole: plannedCalls(load),
  };
  return {
    type: 'header',
    version: LOG_VERSION,
    run: options.run,
    plan: plan.id,
    scenario: { ...plan.scenario, ...(facts.file === undefined ? {} : { file: facts.file }) },
    seed: plan.seed,
    engine: 'k6',
    dialect: plan.dialect,
    target: {
      url: withoutSecrets(options.url),
      model: target.model,
      simulated: target.url === 'simulator',
      ...(detection?.type === 'server_vad' ? { silenceDurationMs: detection.silenceDurationMs } : {}),
    },
    startedAtMs,
    monotonicAtMs: 0,
    clockResolutionMs: CLOCK_RESOLUTION_MS,
    frameMs: plan.frameMs,
    load: {
      mode: load.mode,
      plannedCalls: plannedCalls(load, selection),
      maxConcurrency: placesOf(load, selection),
    },
    ...(selection.of === 1 ? {} : { selection: shared }),
    workers: 1,
    judgement: plan.judgement,
    versions: { callstorm: facts.callstorm, ...(facts.k6 === undefined ? {} : { k6: facts.k6 }) },
    host: { platform: 'k6', cores: 0, memoryMb: 0 },
    command: facts.command,
  };
}
