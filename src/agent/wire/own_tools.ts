/**
 * Tools that are the agent's own side's, where the protocol lets the client have none: each call is answered once its latency is over,
 * and then the answer is asked for that is made of what came of them. What a call gets is drawn as a caller's client would have drawn
 * it. Pure; instants in ms.
 */

import { Random } from '../../core/word/random.ts';
import { replyOf, type PlanTool } from '../../core/plan/tool.ts';

export interface OwnToolsOptions {
  readonly seed: number;
  /** Of the session among its agent's. */
  readonly index: number;
  readonly tools: readonly PlanTool[];
}

export interface ToolOutput {
  readonly callId: string;
  readonly output: string;
}

export class OwnTools {
  private readonly options: OwnToolsOptions;
  private called = 0;
  private pending: (ToolOutput & { readonly dueMs: number })[] = [];
  /** What was given is yet to be made into an answer. */
  private owesAnswer = false;

  constructor(options: OwnToolsOptions) {
    this.options = options;
  }

  get wakeMs(): number {
    return Math.min(Infinity, ...this.pending.map(({ dueMs }) => dueMs));
  }

  call(callId: string, name: string, atMs: number): void {
    const { seed, index, tools } = this.options;
    const random = new Random(seed, 'tool', index, this.called++);
    const { output, latencyMs } = replyOf(tools, name, random);
    // One that hangs is never answered.
    if (output !== null) this.pending.push({ callId, output, dueMs: atMs + latencyMs });
  }

  /** What is due, in its order. */
  take(atMs: number): readonly ToolOutput[] {
    const due = this.pending.filter(({ dueMs }) => dueMs <= atMs).sort((a, b) => a.dueMs - b.dueMs);
    if (due.length === 0) return due;
    this.pending = this.pending.filter(({ dueMs }) => dueMs > atMs);
    this.owesAnswer = true;
    return due;
  }

  /** Whether an answer is to be asked for now: once, when all that will come has been given. */
  takeAsking(): boolean {
    if (!this.owesAnswer || this.pending.length > 0) return false;
    this.owesAnswer = false;
    return true;
  }

  /** The caller has spoken: what is answered next is that. */
  spoke(): void {
    this.owesAnswer = false;
  }
}
