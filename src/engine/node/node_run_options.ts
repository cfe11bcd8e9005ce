/** What a run on this machine is given, and whom it tells: data and callbacks alone. */

import type { Selection } from '../../core/load/selection.ts';
import type { UsedSoFar } from '../../core/log/call_report.ts';
import type { GeneratorRecord, LogRecord } from '../../core/log/record.ts';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import type { Recorder } from './recorder.ts';
import type { SentinelOptions } from './sentinels.ts';
import type { threadOf } from './worker_handle.ts';

export interface NodeRunOptions {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly url: string;
  readonly workers: number;
  /** Default: what the environment variable holds that the plan names. */
  readonly key?: string;
  /** More authorities for the target's certificate, in PEM. */
  readonly ca?: string;
  /** Default: every call of the plan. */
  readonly selection?: Selection;
  /** Records calls. It is the caller's to close, once the run is over. */
  readonly recorder?: Recorder | null;
  /** Default: none. */
  readonly sentinels?: SentinelOptions;
  /** Starts a worker. Default: a thread. */
  readonly thread?: typeof threadOf;
  /** Every line of the log but the header, in order. `line`: its JSON, where at hand. Must not throw, nor call back into the run. */
  readonly onRecord: (record: LogRecord, line?: string) => void;
  /** Each worker's latest word on itself, about once a second; also logged now and then. The same holds. */
  readonly onGauge?: (gauge: GeneratorRecord) => void;
  /** What a call has used so far, as soon as it was told; of a plan with a budget. The same holds. */
  readonly onUsed?: (used: UsedSoFar) => void;
}
