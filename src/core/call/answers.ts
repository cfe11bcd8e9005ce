/**
 * The agent's answers that a call knows of: which turn each belongs to, whether more of it may come, and whether the
 * caller still listens to it. Late pieces of an older answer find their turn here, and only the newest few are kept.
 */

import type { History } from './history.ts';
import { Onset } from './onset.ts';
import type { AnswerAudio } from './answer_account.ts';
import type { Turn } from './turn.ts';

export interface Answer {
  /** Counts up through the call: a later answer has the higher one. */
  readonly serial: number;
  readonly turn: Turn;
  /** The item that was announced last; audio that does not say of which it is belongs to it. */
  itemId: string;
  /** How much of each item was handed to the ear. */
  readonly items: Map<string, number>;
  /** The first of it that was; null before. */
  audio: AnswerAudio | null;
  /** It follows without a gap on what is being heard: it is not where the agent begins to speak. */
  follows: boolean;
  /** Looks for where it begins to be audible; null once that is found. */
  onset: Onset | null;
  /** When, with what has come so far, the last of it will have been played. */
  endsMs: number;
  /** When it began to be made. */
  begunMs: number;
  /** Nobody had asked for it. */
  unasked: boolean;
  /** It was told to begin. */
  announced: boolean;
  /** Its end has not been announced yet. */
  active: boolean;
  /** Cut off: what still comes of it is not played. */
  muted: boolean;
  /** The caller has waited for its end in vain. */
  overdue: boolean;
  /** Words of it have come, or none will. */
  worded: boolean;
}

const KEPT = 6;
/** Names of answers that the protocol gives none; no service begins its own so. */
const UNNAMED = '\u0000';
/** Of answers whose name is another's now. */
const RENAMED = '\u0001';

export class Answers {
  private readonly byResponse = new Map<string, Answer>();
  private readonly audibleDbfs: number;
  private readonly history: History | null;
  /** Turns the server has taken (committed) and not yet begun to answer. */
  private owed = 0;
  /** Serial of the answer that began last; 0 before the first. */
  latest = 0;
  /** Answers without an end that are not kept any more. */
  private forgottenEndless = 0;
  /** Answers that were being made when a connection was lost. */
  private brokenOff = 0;
  /** The service writes down what it says: words of some answer have come. */
  writes = false;

  constructor(audibleDbfs: number, history: History | null = null) {
    this.audibleDbfs = audibleDbfs;
    this.history = history;
  }

  committed(): void {
    this.owed++;
    // One that has no name cannot be told to be over: what comes next without a name answers the new words.
    for (const [id, answer] of this.byResponse) if (id.startsWith(UNNAMED)) answer.active = false;
  }

  /** The server owes an answer to something it heard. */
  get owing(): boolean {
    return this.owed > 0;
  }

  /** Without a response's id, it is the answer that is being made. */
  get(responseId: string): Answer | undefined {
    if (responseId !== '') return this.byResponse.get(responseId);
    const newest = this.newest();
    return newest !== null && going(newest) ? newest : undefined;
  }

  /** An answer of this name has begun, and its end is waited for. */
  isBeingMade(responseId: string): boolean {
    const answer = this.byResponse.get(responseId);
    return answer !== undefined && going(answer);
  }

  /** What comes by the name of an answer that is over is of another, once the server has taken new words to answer. */
  namesAnother(responseId: string): boolean {
    const answer = this.byResponse.get(responseId);
    return answer !== undefined && !answer.active && this.owing;
  }

  /** The name is another answer's from now on. */
  rename(responseId: string): void {
    const answer = this.byResponse.get(responseId);
    if (answer === undefined) return;
    this.byResponse.delete(responseId);
    this.byResponse.set(`${RENAMED}${answer.serial}`, answer);
  }

  /** A new answer to this turn; answers one debt, or several that the server took together. */
  begin(responseId: string, itemId: string, turn: Turn): Answer {
    const answer: Answer = {
      serial: ++this.latest,
      turn,
      itemId,
      items: new Map(),
      audio: null,
      follows: false,
      onset: new Onset(this.audibleDbfs),
      endsMs: -Infinity,
      begunMs: -Infinity,
      unasked: false,
      announced: false,
      active: true,
      muted: false,
      overdue: false,
      worded: false,
    };
    this.byResponse.set(responseId === '' ? `${UNNAMED}${answer.serial}` : responseId, answer);
    this.history?.begins(answer);
    this.owed = 0;
    if (this.byResponse.size > KEPT) {
      for (const [id, older] of this.byResponse) {
        if (going(older)) continue;
        if (this.isEndless(id, older)) this.forgottenEndless++;
        this.byResponse.delete(id);
        break;
      }
    }
    return answer;
  }

  end(answer: Answer): void {
    answer.active = false;
    this.owed = 0;
  }

  /** An answer is being made, whether or not anybody listens to it. */
  get active(): boolean {
    for (const answer of this.byResponse.values()) if (going(answer)) return true;
    return false;
  }

  /** More may come of an answer that the caller listens to. */
  get speaking(): boolean {
    for (const answer of this.byResponse.values()) if (going(answer) && !answer.muted) return true;
    return false;
  }

  /** The caller waits no longer for the end of what is being made: for it, that is over. */
  giveUpWaiting(): void {
    for (const answer of this.byResponse.values()) if (answer.active && !answer.muted) answer.overdue = true;
  }

  /** Answers without an end: waited for in vain, or followed by another while there is one at a time. */
  get endless(): number {
    let count = this.forgottenEndless;
    for (const [id, answer] of this.byResponse) if (this.isEndless(id, answer)) count++;
    return count;
  }

  /** Answers whose end was never told, for whatever reason: what they used nobody said. */
  get unended(): number {
    let count = this.forgottenEndless + this.brokenOff;
    for (const { active } of this.byResponse.values()) if (active) count++;
    return count;
  }

  private isEndless(id: string, { active, overdue, serial }: Answer): boolean {
    return active && (overdue || serial < this.latest) && !id.startsWith(UNNAMED);
  }

  unfinished(turn: Turn): boolean {
    for (const answer of this.byResponse.values()) if (answer.turn === turn && going(answer)) return true;
    return false;
  }

  /** An answer's words have come. Transcripts come after the audio, and may after the answer's end. */
  wrote(answer: Answer): void {
    answer.worded = true;
    this.writes = true;
  }

  /** Something of an answer to this turn was audible, and its words have not come. */
  wordless(turn: Turn): boolean {
    for (const answer of this.byResponse.values())
      if (answer.turn === turn && answer.onset === null && !answer.worded) return true;
    return false;
  }

  /** What comes from now on of the answers that are being made is not for the caller's ear. */
  mute(): void {
    for (const answer of this.byResponse.values()) if (answer.active) answer.muted = true;
  }

  /** The connection is lost: nothing more comes of any. Gives those that break off in the middle of what was listened to. */
  abandon(): readonly Answer[] {
    const known = [...this.byResponse.values()];
    const brokenOff = known.filter(({ active, muted, onset }) => active && !muted && onset === null);
    this.byResponse.clear();
    this.owed = 0;
    for (const answer of known) {
      if (answer.active) this.brokenOff++;
      answer.muted ||= answer.active;
      answer.active = false;
      answer.worded = true;
      // Another session may give the same ids to what is not the same.
      answer.itemId = '';
      answer.items.clear();
      this.byResponse.set(`lost ${answer.serial}`, answer);
    }
    return brokenOff;
  }

  /** The one that is being made, else the one that began last: what an event without a response's id is of. */
  newest(): Answer | null {
    let newest: Answer | null = null;
    for (const answer of this.byResponse.values()) {
      if (newest === null || going(answer) || !going(newest)) newest = answer;
    }
    return newest;
  }
}

/** More of it may come. */
function going(answer: Answer): boolean {
  return answer.active && !answer.overdue;
}
