/** What the agent itself tells of its answers to one turn: their words, and how they ended. Pure. */

import type { AgentEvent, AnswerStatus } from './event.ts';

export type AnswerDone = Pick<
  Extract<AgentEvent, { type: 'answer_done' }>,
  'usage' | 'status' | 'reason' | 'worded'
>;

const MOST_HEARD_CHARACTERS = 20_000;

/** The audio of one answer as it first came, before anything of it was audible. */
export interface AnswerAudio {
  /** When the first of it was received, and when that was played. */
  readonly receivedMs: number;
  readonly playedMs: number;
  /** It was found by ear: the protocol says nothing of when an answer is begun to be made. */
  readonly byEar?: true;
}

export class AnswerAccount {
  text: string | null = null;
  status: AnswerStatus | null = null;
  reason: string | null = null;
  /** There are words in an answer, spoken or written. */
  worded = false;

  said(text: string): void {
    this.worded = true;
    // Answers without end are for the ear: their beginning tells which they are.
    if (this.text === null) this.text = text;
    else if (this.text.length < MOST_HEARD_CHARACTERS) this.text = `${this.text} ${text}`;
  }

  /** Of several answers the last one's end counts, but for one that was cut short: that stays. */
  done({ status, reason, worded = false }: AnswerDone): void {
    if (worded) this.worded = true;
    if (this.status === 'incomplete' && status !== 'incomplete') return;
    this.status = status;
    this.reason = reason;
  }

  /** Words came to their end, of which nothing can be heard. */
  get written(): boolean {
    return this.text !== null || (this.worded && this.status !== null);
  }

  /** Why an answer was cut short; null: none was. */
  get cutShort(): string | null {
    if (this.status !== 'incomplete') return null;
    return `the answer was cut short: ${this.reason ?? 'no reason was told'}`;
  }
}
