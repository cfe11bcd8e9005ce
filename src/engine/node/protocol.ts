/** What the main thread and its workers say to each other. */

import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import type { StopReason } from '../../core/log/failure.ts';
import type { CallLine, GeneratorRecord } from '../../core/log/record.ts';
import type { Dialing } from './dialing.ts';
import type { DeckStart } from './tape_deck.ts';

export interface WorkerStart {
  readonly worker: number;
  /** How many there are. */
  readonly workers: number;
  /** Its target has values where the scenario has names of variables. */
  readonly plan: Plan;
  /** The plan's messages as WebSocket frames, in shared memory: every worker reads the same bytes. */
  readonly frames: PlanAudio;
  readonly url: string;
  /** For the target; none where it asks for none. */
  readonly key: string | undefined;
  readonly dialing: Pick<Dialing, 'secrets' | 'ca' | 'proxy' | 'authToken'>;
  /** For recording calls; null: none is recorded. */
  readonly deck: DeckStart | null;
  /** Null: the run has none. */
  readonly sentinels: SentinelStart | null;
}

/** What a worker makes sentinels from: their plan, its messages as frames, and whom they call. */
export type SentinelStart = Pick<WorkerStart, 'plan' | 'frames' | 'url'>;

export type ToWorker =
  /** Instant 0, on the machine's monotonic clock; a little ahead. */
  | { readonly type: 'begin'; readonly startedAtMonotonicMs: number }
  | { readonly type: 'call'; readonly call: number; readonly scheduledMs: number }
  /** A call of the sentinels' plan, in no count of the run's. */
  | { readonly type: 'sentinel'; readonly call: number; readonly scheduledMs: number }
  /** The target's key from now on: for connections that are yet to be dialled. */
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'stop'; readonly failure: StopReason }
  /** It has cost what a single call may. */
  | { readonly type: 'end_call'; readonly call: number; readonly detail: string }
  /** No more calls will come and none is going on: end the sentinels, say the last of yourself and end. */
  | { readonly type: 'finish' };

export type FromWorker =
  | { readonly type: 'ready' }
  /** The call is decided, and its place free at once if it came to something (`gotThrough`); its records come once its socket is closed. */
  | { readonly type: 'over'; readonly call: number; readonly gotThrough: boolean }
  /** What calls tell (`CallReport`) as lines of JSON: cheaper to pass on than objects, and what the log holds anyway. */
  | { readonly type: 'records'; readonly lines: string }
  /** Of a sentinel. */
  | { readonly type: 'sentinel'; readonly record: CallLine }
  | { readonly type: 'gauge'; readonly gauge: GeneratorRecord; readonly last: boolean };
