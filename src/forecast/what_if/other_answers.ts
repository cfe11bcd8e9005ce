/**
 * Answers of another length. Each answer is read again by every response after it, so that shorter ones shrink all later inputs too:
 * the latest as new input, those before it as cached where the service caches. Pure.
 */

import type { Usage } from '../../core/log/record.ts';
import {
  cachedOf,
  inputOf,
  keptAnswers,
  minus,
  NO_TOKENS,
  plus,
  times,
  type Kinds,
  type RecordedTurn,
} from './recorded_call.ts';

/** `factor`: 0.7 for answers of 70% of their length. Turn by turn. */
export function withOtherAnswers(turns: readonly RecordedTurn[], factor: number): readonly RecordedTurn[] {
  const kept = keptAnswers(turns);
  /** What the answers before the latest, and the latest, have lost in the context; less than nothing: gained. */
  let older: Kinds = NO_TOKENS;
  let latest: Kinds = NO_TOKENS;
  return turns.map((turn, at) => {
    const { usage, answers, heardShare } = turn;
    const responses = Math.max(1, answers);
    const caches = usage.textCached + usage.audioCached > 0;
    // The first response of a turn reads the latest answer for the first time; its others have seen it.
    const seen = plus(times(older, responses), times(latest, responses - 1));
    const input = changed(inputOf(usage), plus(seen, latest));
    const cached = caches ? changed(cachedOf(usage), seen) : cachedOf(usage);
    const said = kept[at] as Kinds;
    const full = heardShare > 0 ? times(said, 1 / heardShare) : NO_TOKENS;
    older = plus(older, latest);
    // An answer that was cut off at an instant is cut off there still, if it is longer than that.
    const stays: Kinds = {
      text: Math.min(said.text, full.text * factor),
      audio: Math.min(said.audio, full.audio * factor),
    };
    latest = heardShare < 1 && factor < 1 ? minus(said, stays) : times(said, 1 - factor);
    return { ...turn, usage: withContext(usage, input, cached, full, factor) };
  });
}

function changed(tokens: Kinds, lost: Kinds): Kinds {
  return { text: Math.max(0, tokens.text - lost.text), audio: Math.max(0, tokens.audio - lost.audio) };
}

function withContext(usage: Usage, input: Kinds, cached: Kinds, answer: Kinds, factor: number): Usage {
  return {
    ...usage,
    textIn: input.text,
    audioIn: input.audio,
    textCached: Math.min(input.text, cached.text),
    audioCached: Math.min(input.audio, cached.audio),
    textOut: Math.max(0, usage.textOut - Math.min(usage.textOut, answer.text) * (1 - factor)),
    audioOut: usage.audioOut * factor,
  };
}

/** Seconds of a session that answers of that length take more or less. */
export function sessionSecondsBy(turns: readonly RecordedTurn[], factor: number): number {
  return turns.reduce((sum, { heardS }) => sum + (heardS ?? 0), 0) * (factor - 1);
}
