/**
 * The agent's audio that may still be unplayed, in the order in which it is played: runs of one item of one answer. A client that
 * stops playing tells the agent of each item how much of it was heard, so what is thrown away is taken from the last run
 * backwards. O(1) a piece. Pure.
 */

import type { Answer } from './answers.ts';

interface Run {
  readonly answer: Answer;
  readonly itemId: string;
  ms: number;
}

/** An item, or what has no name, of which something was thrown away. */
export interface LostItem {
  readonly itemId: string;
  /** How much of it was heard, of all that came. */
  readonly heardMs: number;
}

export interface Cut {
  readonly answer: Answer;
  readonly lostMs: number;
  readonly items: readonly LostItem[];
}

export class Unplayed {
  private runs: Run[] = [];

  /** A piece is handed to the ear. `playing`: something is being played; else all that came before has been heard. */
  push(answer: Answer, itemId: string, ms: number, playing: boolean): void {
    answer.items.set(itemId, (answer.items.get(itemId) ?? 0) + ms);
    if (!playing) this.runs = [];
    const last = this.runs.at(-1);
    if (last !== undefined && last.answer === answer && last.itemId === itemId) last.ms += ms;
    else this.runs.push({ answer, itemId, ms });
  }

  /** The piece goes on with what was handed over last. */
  continues(answer: Answer, itemId: string): boolean {
    const last = this.runs.at(-1);
    return last !== undefined && last.answer === answer && last.itemId === itemId;
  }

  /** So much at the end is thrown away. Gives what lost by it, in the order of playing. */
  cut(lostMs: number): readonly Cut[] {
    const lost = new Map<Answer, Map<string, number>>();
    let restMs = lostMs;
    for (let run = this.runs.at(-1); run !== undefined && restMs > 0; run = this.runs.at(-1)) {
      const ms = Math.min(restMs, run.ms);
      restMs -= ms;
      run.ms -= ms;
      const items = lost.get(run.answer) ?? new Map<string, number>();
      lost.set(run.answer, items.set(run.itemId, (items.get(run.itemId) ?? 0) + ms));
      if (run.ms > 0) break;
      this.runs.pop();
    }
    this.runs = [];
    return [...lost].reverse().map(([answer, items]) => ({
      answer,
      lostMs: [...items.values()].reduce((total, ms) => total + ms, 0),
      items: [...items].reverse().map(([itemId, ms]) => ({
        itemId,
        heardMs: Math.max(0, (answer.items.get(itemId) ?? 0) - ms),
      })),
    }));
  }
}
