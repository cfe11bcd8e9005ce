/**
 * The turns of a call that are not written down yet, oldest first, and which of them what comes belongs to: what the agent
 * has heard, and the answers that it begins. A late answer belongs to the words it answers, not to whatever the caller is at
 * by then. Pure; instants in ms.
 */

import type { ToolDesk } from './tool_desk.ts';
import { Turn } from './turn.ts';
import type { TurnStart } from './turn_start.ts';

export class OpenTurns {
  /** Oldest first. */
  readonly unwritten: Turn[] = [];
  /** How many there have been in all. */
  count = 0;

  private readonly frameMs: number;
  private readonly desk: ToolDesk;

  constructor(frameMs: number, desk: ToolDesk) {
    this.frameMs = frameMs;
    this.desk = desk;
  }

  /** The newest. */
  get current(): Turn | undefined {
    return this.unwritten.at(-1);
  }

  open(start: Omit<TurnStart, 'turn' | 'frameMs'>): Turn {
    const turn = this.create(start);
    this.unwritten.push(turn);
    return turn;
  }

  /** A turn that the agent began by itself, before the caller had said anything, even if it was just about to. */
  openUnasked(atMs: number): Turn {
    const turn = this.create({
      step: 0,
      kind: 'greeting',
      expectsAnswer: false,
      utterance: null,
      atMs,
      firstFrame: 0,
    });
    this.unwritten.unshift(turn);
    return turn;
  }

  private create(start: Omit<TurnStart, 'turn' | 'frameMs'>): Turn {
    return new Turn({ turn: this.count++, frameMs: this.frameMs, ...start });
  }

  /** The turn whose words the agent has heard last. A silence has none: what is heard during one was said before. */
  spoken(atMs: number): Turn | undefined {
    const words = this.unwritten.findLast((turn) => turn.start.kind !== 'silence' && turn.begunBy(atMs));
    return words === undefined || words.heard ? this.current : words;
  }

  /** The server has taken what it heard last: if it answers, it answers this, with all that it had taken before. */
  committed(itemId: string | null, atMs: number): void {
    for (const turn of this.unwritten) turn.owed = false;
    this.spoken(atMs)?.committed(itemId, atMs);
  }

  /**
   * The turn that an answer which begins now belongs to: the one that is owed an answer, however late that comes, and else
   * the newest that the agent can have heard anything of.
   */
  asked(atMs: number): Turn {
    return (
      this.unwritten.find((turn) => this.owed(turn)) ??
      this.unwritten.findLast((turn) => turn.begunBy(atMs)) ??
      this.openUnasked(atMs)
    );
  }

  /** Whether an answer that begins now, or later, may be the oldest turn's, which `next` has followed. */
  mayAnswerOldest(oldest: Turn, next: Turn, atMs: number): boolean {
    // Until the next words are audible, what the agent begins is still of this turn.
    if (this.owed(oldest) || !next.begunBy(atMs)) return true;
    // While the caller only keeps silent, its last words may still be taken, and answered.
    return oldest.untaken && this.current?.start.kind === 'silence';
  }

  private owed(turn: Turn): boolean {
    return turn.owed || this.desk.awaitsAnswer(turn);
  }
}
