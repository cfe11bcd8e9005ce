/**
 * How long there is something to wait for: until an answer is over, told or by ear, and until what a tool gave has been made an
 * answer of. Pure; instants in ms.
 */

import type { Answers } from './answers.ts';
import type { Playback } from './playback.ts';
import type { ToolDesk } from './tool_desk.ts';
import type { Turn } from './turn.ts';

export interface WaitingParts {
  readonly answers: Answers;
  readonly playback: Playback;
  readonly desk: ToolDesk;
  /** From the last of an answer on; then it is over though nobody has said so. */
  readonly quietMs: number;
}

export class Waiting {
  /** The server has heard speech start, and not yet stop. */
  hearsSpeech = false;
  private readonly parts: WaitingParts;
  /** When something of an answer last came. */
  private receivedMs = -Infinity;

  constructor(parts: WaitingParts) {
    this.parts = parts;
  }

  /** Something of an answer has come: nothing else puts off that it is over. */
  came(atMs: number): void {
    this.receivedMs = atMs;
  }

  /**
   * When the answer to the current turn will have been heard, as things stand. While more of it may come, that is told by ear:
   * once nothing has been played and nothing has come for a while.
   */
  answerOverMs(turn: Turn): number {
    const { answers, playback } = this.parts;
    const playedMs = playback.endsMs();
    if (answers.speaking) return this.overByEarMs();
    if (answers.owing || this.hearsSpeech) return Math.max(playedMs, turn.deadlineMs);
    return playedMs;
  }

  /**
   * Until when the caller bears with a turn in which a tool was called: its patience counts anew from the last result, or
   * from the end of what was heard before it. Infinity: a result is not out yet. Null: no tool is waited for.
   */
  toolDeadlineMs(turn: Turn): number | null {
    const { desk, playback } = this.parts;
    const sinceMs = desk.waitsSinceMs(turn);
    return sinceMs === null ? null : Math.max(sinceMs, playback.endsMs()) + turn.patienceMs;
  }

  /** The answer that called a tool may never be told to be over: then that is told by ear, as of any other. */
  get heldUpUntilMs(): number {
    return this.parts.desk.heldUp ? this.overByEarMs() : Infinity;
  }

  private overByEarMs(): number {
    const { playback, quietMs } = this.parts;
    return Math.max(playback.endsMs(), this.receivedMs) + quietMs;
  }
}
