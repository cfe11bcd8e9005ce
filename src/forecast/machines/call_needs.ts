/** What one call of a plan asks for, wherever it is made: what a plan of machines is reckoned from. Null: nobody knows. */

import type { LimitedCall } from '../limits/account_limits.ts';
import type { MessageShape } from './wire_rate.ts';

export interface CallNeeds {
  readonly dialect: string;
  readonly frameMs: number;
  /** What leaves with each frame, and the share of a call in which one does: all of it, but of who pushes a key to talk. */
  readonly sent: MessageShape;
  readonly sendingShare: number;
  /** A message of the agent's with audio in it: of so much; how long it is beside the audio is assumed. */
  readonly received: MessageShape;
  readonly receivedPerMessageMs: number;
  /** The share of a call in which the agent speaks. */
  readonly receivingShare: number;
  readonly secure: boolean;
  readonly callMs: number;
  /** Ready-made audio of the plan, shared by all calls of a process. */
  readonly planAudioBytes: number;
  /** What its lines in the log take. */
  readonly logBytes: number | null;
  /** Null: no prices are known. */
  readonly usd: number | null;
  /** Connections before the call's own, to the same address: a voice webhook. */
  readonly webhook: boolean;
  /** For what an account may use in a minute. */
  readonly metered: readonly LimitedCall[];
  /** In words. */
  readonly assumed: readonly string[];
}
