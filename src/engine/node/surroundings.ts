/** What the calls of one worker share: the plan, its ready-made frames, the clock and the wheel, and what the worker tells of itself. */

import type { Plan } from '../../core/plan/plan.ts';
import type { Redact } from '../../core/word/redaction.ts';
import type { Connection, Dialect } from '../../dialect/dialect.ts';
import type { DialOptions } from './dial_options.ts';
import type { GeneratorMeter } from './generator_meter.ts';
import type { Clock } from './monotonic_clock.ts';
import type { Wheel } from './wheel.ts';

export interface Surroundings {
  readonly plan: Plan;
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** The plan's messages as WebSocket frames, one Buffer each over the shared memory. */
  readonly frames: readonly Buffer[];
  readonly now: Clock;
  readonly wheel: Wheel;
  readonly gauge: GeneratorMeter;
  /** Default: straight to the target. */
  readonly dial?: DialOptions;
  /** What handshakes and webhooks are signed with. Default: they are not. */
  readonly authToken?: string | null;
  /** What the table of phases does not know ends the call as a defect, instead of being ignored. */
  readonly strict?: boolean;
  /** Hides the run's secrets. Default: there are none. */
  readonly redact?: Redact;
}
