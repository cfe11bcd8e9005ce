/** What the main thread and its workers say to each other. */

import type { Plan, PlanAudio } from '../../core/plan.ts';
import type { CallRecord, GeneratorRecord, TurnRecord } from '../../core/record.ts';

export interface WorkerStart {
  readonly worker: number;
  readonly plan: Plan;
  /** Backed by shared memory: every worker reads the same bytes. */
  readonly audio: PlanAudio;
  readonly url: string;
  readonly startedAtMonotonicMs: number;
}

export type ToWorker =
  | { readonly type: 'call'; readonly call: number; readonly scheduledMs: number }
  | { readonly type: 'stop'; readonly failure: 'interrupted' | 'budget' }
  /** No more calls will come and none is going on: say the last of yourself and end. */
  | { readonly type: 'finish' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'records'; readonly records: readonly (TurnRecord | CallRecord)[] }
  | { readonly type: 'gauge'; readonly gauge: GeneratorRecord; readonly last: boolean };
