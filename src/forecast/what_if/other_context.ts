/**
 * A context that is kept short. What a conversation consists of is read off the inputs: what one response read more than the one before
 * it is the answer in between and what the caller said. Items leave from the oldest on, as the service documents it, and where any
 * leaves, only the instructions are still cached. Pure. An estimate: items are not told one by one.
 */

import type { Usage } from '../../core/log/record.ts';
import {
  cachedOf,
  keptAnswers,
  minus,
  NO_TOKENS,
  plus,
  readOnce,
  times,
  type Kinds,
  type RecordedTurn,
} from './recorded_call.ts';

/** Cached tokens come in whole blocks. */
export const CACHE_BLOCK = 64;

export function withTruncation(
  turns: readonly RecordedTurn[],
  { tokens: limit, retention }: { readonly tokens: number; readonly retention: number },
): readonly RecordedTurn[] {
  const [first] = turns;
  if (first === undefined) return turns;
  // The first response has read the instructions, and what the caller said, which is audio.
  const prompt: Kinds = { text: readOnce(first).text, audio: 0 };
  const kept = keptAnswers(turns);
  let items: Kinds[] = [];
  let before: Kinds = prompt;
  let gone: Kinds = NO_TOKENS;
  return turns.map((turn, at) => {
    const now = readOnce(turn);
    const grown = minus(now, before);
    const answer = at === 0 ? NO_TOKENS : (kept[at - 1] as Kinds);
    const spoken = minus(grown, answer);
    items.push(minus(grown, spoken), spoken);
    before = { text: Math.max(before.text, now.text), audio: Math.max(before.audio, now.audio) };
    let inside = items.reduce(plus, NO_TOKENS);
    let drops = false;
    if (size(inside) > limit) {
      // The newest is what there is to answer: it always stays.
      while (items.length > 1 && size(inside) > limit * retention) {
        const dropped = items[0] as Kinds;
        items = items.slice(1);
        inside = minus(inside, dropped);
        gone = plus(gone, dropped);
        drops = drops || size(dropped) > 0;
      }
    }
    return gone === NO_TOKENS ? turn : { ...turn, usage: truncated(turn, gone, drops, prompt) };
  });
}

function truncated({ usage, answers }: RecordedTurn, gone: Kinds, drops: boolean, prompt: Kinds): Usage {
  const responses = Math.max(1, answers);
  const input = minus({ text: usage.textIn, audio: usage.audioIn }, times(gone, responses));
  const was = cachedOf(usage);
  const caches = was.text + was.audio > 0;
  const still = minus(was, times(gone, responses));
  const head: Kinds = { text: Math.floor(prompt.text / CACHE_BLOCK) * CACHE_BLOCK, audio: 0 };
  // The response that drops has the instructions alone in common with the one before it.
  const cached = !caches ? was : drops ? plus(head, times(still, (responses - 1) / responses)) : still;
  return {
    ...usage,
    textIn: input.text,
    audioIn: input.audio,
    textCached: Math.min(input.text, cached.text),
    audioCached: Math.min(input.audio, cached.audio),
  };
}

/** Everything that an earlier response had been given, from the cache, in whole blocks: the best that caching can do. */
export function withCaching(turns: readonly RecordedTurn[]): readonly RecordedTurn[] {
  let before = NO_TOKENS;
  return turns.map((turn) => {
    const { usage, answers } = turn;
    const responses = Math.max(1, answers);
    const now = readOnce(turn);
    const first = blocks({ text: Math.min(before.text, now.text), audio: Math.min(before.audio, now.audio) });
    const cached = plus(first, times(blocks(now), responses - 1));
    before = now;
    return {
      ...turn,
      usage: {
        ...usage,
        textCached: Math.max(usage.textCached, Math.min(usage.textIn, cached.text)),
        audioCached: Math.max(usage.audioCached, Math.min(usage.audioIn, cached.audio)),
      },
    };
  });
}

/** Text is read before audio. */
function blocks(tokens: Kinds): Kinds {
  const whole = Math.floor(size(tokens) / CACHE_BLOCK) * CACHE_BLOCK;
  const text = Math.min(whole, tokens.text);
  return { text, audio: whole - text };
}

function size({ text, audio }: Kinds): number {
  return text + audio;
}
