/** What of a call a what-if is reckoned from: the usage of each of its turns, and how much of each answer stayed in the context. Pure. */

import type { Usage } from '../../core/log/record.ts';
import { addUsage, inputTokens, noUsage } from '../../core/log/usage.ts';
import type { Prices } from '../../pricing/prices.ts';

export interface RecordedTurn {
  readonly usage: Usage;
  /** Responses that were billed in it: each read the whole context again. */
  readonly answers: number;
  /** Of its answer, the share that was heard: the rest leaves the context. */
  readonly heardShare: number;
  /** Seconds of it that were heard to its end: what a shorter answer would save of the session. Null: it was cut off anyway. */
  readonly heardS: number | null;
  /** It called something: some of its text is no speech. */
  readonly called: boolean;
  /** Answers that began while the caller was still speaking. */
  readonly tooEarly: number;
  /** The caller spoke, and the agent waited for the end of it. */
  readonly spoken: boolean;
}

export interface RecordedCall {
  readonly turns: readonly RecordedTurn[];
  /** Of the call; what is in no turn stays as it is. */
  readonly usage: Usage;
  readonly sessionS: number;
  readonly prices: Prices;
  /** What nobody told of it may have cost so much more. */
  readonly untoldUsd: number;
  /** How long a caller has to be silent for a turn to end. Null: it goes by something else, or nobody said. */
  readonly silenceMs: number | null;
  readonly reconnected: boolean;
}

/** Tokens of one turn or of one response, in the kinds that a context has. */
export interface Kinds {
  readonly text: number;
  readonly audio: number;
}

export const NO_TOKENS: Kinds = { text: 0, audio: 0 };

export function plus(a: Kinds, b: Kinds): Kinds {
  return { text: a.text + b.text, audio: a.audio + b.audio };
}

export function times(a: Kinds, factor: number): Kinds {
  return { text: a.text * factor, audio: a.audio * factor };
}

/** As far as there is anything to take from. */
export function minus(a: Kinds, b: Kinds): Kinds {
  return { text: Math.max(0, a.text - b.text), audio: Math.max(0, a.audio - b.audio) };
}

export function inputOf({ textIn, audioIn }: Usage): Kinds {
  return { text: textIn, audio: audioIn };
}

export function cachedOf({ textCached, audioCached }: Usage): Kinds {
  return { text: textCached, audio: audioCached };
}

/** What one response of the turn read, on average. */
export function readOnce({ usage, answers }: RecordedTurn): Kinds {
  return times(inputOf(usage), 1 / Math.max(1, answers));
}

/** Of each turn’s answer, what later ones read again: what was generated, as far as it was heard. */
export function keptAnswers(turns: readonly RecordedTurn[]): readonly Kinds[] {
  const speech = turns.filter(({ called }) => !called);
  const audio = speech.reduce((sum, { usage }) => sum + usage.audioOut, 0);
  const text = speech.reduce((sum, { usage }) => sum + usage.textOut, 0);
  const textPerAudio = audio > 0 ? text / audio : Infinity;
  return turns.map(({ usage, heardShare, called }) => ({
    // What a call to a tool took is no answer.
    text: (called ? Math.min(usage.textOut, usage.audioOut * textPerAudio) : usage.textOut) * heardShare,
    audio: usage.audioOut * heardShare,
  }));
}

/** The turns’ usage again as one, with what was in no turn. */
export function usageWith(call: RecordedCall, turns: readonly Usage[]): Usage {
  const before = call.turns.reduce((sum, { usage }) => addUsage(sum, usage), noUsage);
  const after = turns.reduce((sum, usage) => addUsage(sum, usage), noUsage);
  const changed: { -readonly [Name in keyof Usage]: Usage[Name] } = { ...call.usage };
  for (const name of CHANGED) changed[name] = Math.max(0, call.usage[name] + after[name] - before[name]);
  return changed;
}

const CHANGED = [
  'textIn',
  'audioIn',
  'textCached',
  'audioCached',
  'textOut',
  'audioOut',
] as const satisfies readonly (keyof Usage)[];

/** Whether the context was only ever added to: else nobody can say what is in it. */
export function onlyGrows({ turns, reconnected }: RecordedCall): boolean {
  let before = 0;
  for (const turn of turns) {
    const now = inputTokens(turn.usage) / Math.max(1, turn.answers);
    // A cut answer, or an item that was deleted, is not a truncation.
    if (now < before * 0.8) return false;
    before = Math.max(before, now);
  }
  return !reconnected;
}

/** Tokens that its longest response read after the instructions, which are the text that the first one read. */
export function longestContext({ turns }: RecordedCall): number {
  const [first] = turns;
  if (first === undefined) return 0;
  const promptTokens = readOnce(first).text;
  return turns.reduce((most, turn) => {
    const { text, audio } = readOnce(turn);
    return Math.max(most, text + audio - promptTokens);
  }, 0);
}
