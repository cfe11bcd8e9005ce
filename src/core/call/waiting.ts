/**
 * How long there is something to wait for: until an answer is over, told or by ear, and until what a tool gave has been made an
 * answer of. Pure; instants in ms.
 */

import type { Answers } from './answers.ts';
import type { Playback } from './playback.ts';
import type { ToolDesk } from './tool_desk.ts';
import type { Turn } from './turn.ts';

export interface WaitingParts {
  readonly answers: Pick<Answers, 'latest' | 'owing' | 'speaking'>;
  readonly playback: Pick<Playback, 'endsMs'>;
  readonly desk: Pick<ToolDesk, 'heldUp' | 'waitsSinceMs'>;
  /** From the last of an answer on; then it is over though nobody has said so. */
  readonly quietMs: number;
}

export class Waiting {
  /** The server has heard speech start, and not yet stop. */
  private hearsSpeech = false;
  /** When it heard it stop; -Infinity once it has taken that. Some servers drop it without a word, or answer and never say so. */
  private stoppedMs = -Infinity;
  /** The answer that had begun last by then. */
  private stoppedSerial = 0;
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

  speechStarted(): void {
    this.hearsSpeech = true;
    this.stoppedMs = -Infinity;
  }

  speechStopped(atMs: number): void {
    this.hearsSpeech = false;
    this.stoppedMs = atMs;
    this.stoppedSerial = this.parts.answers.latest;
  }

  /** It has taken what it heard, or is there no more. */
  speechTaken(): void {
    this.hearsSpeech = false;
    this.stoppedMs = -Infinity;
  }

  /** Somebody is speaking, or has, and waits for an answer. */
  spokenTo(atMs: number): boolean {
    return this.hearsSpeech || this.parts.answers.owing || atMs < this.untakenUntilMs;
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
    return Math.max(playedMs, this.untakenUntilMs);
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

  /**
   * Until when what the server has heard may still be taken. Between the one event and the other it owes nothing yet, and is about
   * to: a silence then is no end of its answer.
   */
  private get untakenUntilMs(): number {
    const { answers, quietMs } = this.parts;
    return answers.latest > this.stoppedSerial ? -Infinity : this.stoppedMs + quietMs;
  }

  private overByEarMs(): number {
    const { playback, quietMs } = this.parts;
    return Math.max(playback.endsMs(), this.receivedMs) + quietMs;
  }
}
