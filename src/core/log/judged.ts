/**
 * What is added to the records of turns and calls by whoever judges them as they are written: what was expected and what came,
 * and what the agent fell back to, each with what tells of it. Absent in logs that nobody judged.
 */

/** How one expectation turned out in a call. */
export interface ExpectationResult {
  /** Its index in the header's `judgement.expectations`. */
  readonly expectation: number;
  /** The turn that it is of; null: the whole call, or a turn that the call did not come to. */
  readonly turn: number | null;
  readonly met: boolean;
  /** When what was expected was shown. Null: it was not, or it was that something would not be. */
  readonly atMs: number | null;
  /** Why not, in words: what came instead, or which data was missing. */
  readonly detail?: string;
  /** Nobody can say: what it is judged by was not there. It counts as not met. */
  readonly unknown?: true;
  /** Nor can anybody: the protocol has no words for it. Then it counts as nothing. */
  readonly untold?: true;
  /** It is what the caller came for. */
  readonly goal?: true;
}

/** What an answer of the agent's was taken for, and by what. */
export interface FallbackRecord {
  /** E.g. `reprompt.no_match`, `handover.done`; docs/fallbacks.md has them all. */
  readonly label: string;
  /** It counts as a fallback. Absent: it is something else, such as a question about something in particular. */
  readonly fallback?: true;
  /** What it may be the heard form of. */
  readonly reasons: readonly string[];
  readonly by: 'tool' | 'end' | 'phrase' | 'repetition';
  /** The tool's name, or the sentence. */
  readonly what: string;
}

/** What came of one strike in its call. */
export interface StruckRecord {
  /** Its name in the scenario, and when it struck. */
  readonly fault: string;
  readonly atMs: number;
  /** When it was over. Null: it went on to the end of the call, as noise does. */
  readonly endedMs: number | null;
  /** The first fallback, handover or clean close from then on. Null: none came. */
  readonly fallbackMs: number | null;
  /** The first answer, in time and of words said after it was over, is heard. Null: none was, or it never was over. */
  readonly recoveredMs: number | null;
  /** Something was said after it was over that asked for an answer, or the call failed: what did not recover could have. */
  readonly awaited: boolean;
}
