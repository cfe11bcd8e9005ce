/**
 * A handover to a person, from its decision to its end. Pure. Decided is not done: an answer that was cancelled or failed has
 * not called anybody, and is to be given again.
 */

import type { Dialogue } from '../profile/profile.ts';
import { words, type Reply } from './reply.ts';

export type HandoverReason = 'asked' | 'troubles' | 'fallbacks' | 'timeout';

export class Handover {
  /** The colleague has the call. */
  done = false;
  /** Decided for this reason, and not done. */
  private pending: HandoverReason | null = null;
  private readonly say: string;
  private readonly tool: string;

  constructor({ say, tool }: Dialogue['handover']) {
    this.say = say;
    this.tool = tool;
  }

  /** What is said, and the call of its tool where that is one of `tools`. */
  decide(reason: HandoverReason, tools: ReadonlySet<string>): Reply {
    this.pending = reason;
    const { say, tool } = this;
    const calls = tools.has(tool) ? [{ name: tool, arguments: JSON.stringify({ reason }) }] : [];
    return { kind: 'handover', say: [say], calls };
  }

  /** What there is to say in place of anything else: all there is once it is done, or once more what was not heard out. */
  unfinished(tools: ReadonlySet<string>): Reply | null {
    const { done, pending } = this;
    if (done) return words('handover', this.say);
    return pending === null ? null : this.decide(pending, tools);
  }

  /** The words were said and the call was made. */
  complete(): void {
    this.pending = null;
    this.done = true;
  }

  /** It is to be made, and has not been. */
  get decided(): boolean {
    return this.pending !== null;
  }

  /** For want of understanding: what the caller went on to say may be understood. */
  get outOfPatience(): boolean {
    return this.pending === 'troubles' || this.pending === 'fallbacks';
  }

  drop(): void {
    this.pending = null;
  }
}
