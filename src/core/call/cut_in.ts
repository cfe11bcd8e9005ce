/**
 * The wish to speak over an answer once so much of it has been heard. While the agent is silent over a tool call there is
 * nothing to cut into: the wish waits, and counts anew from what is said next. Pure; instants in ms.
 */

import type { Utterance } from './utterance.ts';

export interface Wish {
  readonly utterance: Utterance;
  readonly afterMs: number;
}

export class CutIn {
  private wish: Wish | null = null;
  private waits = false;
  /** When the answer was first heard. */
  private heardMs = 0;

  want(utterance: Utterance, afterMs: number): void {
    this.wish = { utterance, afterMs };
  }

  /** There is no such wish (any more). */
  forget(): void {
    this.wish = null;
    this.waits = false;
  }

  /** The answer that the wish is about is heard from this instant on. */
  countFrom(heardMs: number): void {
    this.heardMs = heardMs;
  }

  /** The time has come, and nothing is said. */
  postpone(): void {
    this.waits = true;
  }

  /** The agent speaks again, heard from this instant on. */
  resume(heardMs: number): void {
    if (!this.waits) return;
    this.waits = false;
    this.heardMs = Math.max(this.heardMs, heardMs);
  }

  /** What there is to cut in with; null: nothing as things stand. */
  get due(): Wish | null {
    return this.waits ? null : this.wish;
  }

  /** When it is to be heard. */
  wantedMs({ afterMs }: Wish): number {
    return this.heardMs + afterMs;
  }
}
