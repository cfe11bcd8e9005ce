/**
 * Which answer the server means by a name. Servers give each answer a name of its own; one that uses a name again means another
 * answer by it, which counts and is billed as any other, and is a violation all the same. Pure.
 */

import type { Answer, Answers } from './answers.ts';
import type { OpenTurns } from './open_turns.ts';
import type { Phantoms } from './phantoms.ts';
import type { Playback } from './playback.ts';
import type { ReportedUsage } from './reported_usage.ts';

export class AnswerNames {
  /** Names used again, and answers that began twice. */
  violations = 0;
  private readonly answers: Answers;
  private readonly turns: OpenTurns;
  private readonly reported: ReportedUsage;
  private readonly phantoms: Phantoms;
  private readonly playback: Playback;

  constructor(
    answers: Answers,
    turns: OpenTurns,
    reported: ReportedUsage,
    phantoms: Phantoms,
    playback: Playback,
  ) {
    this.phantoms = phantoms;
    this.playback = playback;
    this.answers = answers;
    this.turns = turns;
    this.reported = reported;
  }

  /** The answer of this name, which may begin with that. */
  of(responseId: string, itemId: string, atMs: number): Answer {
    const known = this.answers.get(responseId);
    if (known !== undefined && !this.answers.namesAnother(responseId)) return known;
    return this.begin(responseId, itemId, atMs);
  }

  /** An answer is told to begin. Null: it had been told so already. */
  created(responseId: string, atMs: number): Answer | null {
    if (this.answers.isBeingMade(responseId) && !this.answers.owing) {
      // Older servers announce an answer after its first event.
      const known = this.answers.get(responseId);
      if (known?.announced === false) return known;
      this.violations++;
      return null;
    }
    return this.begin(responseId, '', atMs);
  }

  private begin(responseId: string, itemId: string, atMs: number): Answer {
    const used = this.answers.get(responseId) !== undefined || this.reported.isOver(responseId);
    if (responseId !== '' && used) {
      this.violations++;
      this.reported.reuse(responseId);
      this.answers.rename(responseId);
    }
    const turn = this.turns.asked(atMs);
    // Not every protocol tells that it begins.
    turn.owed = false;
    const answer = this.answers.begin(responseId, itemId, turn);
    answer.begunMs = atMs;
    answer.unasked = this.phantoms.isUnasked(turn, this.playback.audibleUntil(atMs), atMs);
    return answer;
  }
}
