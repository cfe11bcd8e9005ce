/**
 * What a recorded call would have cost otherwise, between two bounds: its turns’ usage changed, added up and priced again. Pure. What
 * cannot be known from the call is bounded, and what cannot be bounded is refused beforehand (`refusal.ts`).
 */

import type { Usage } from '../../core/log/record.ts';
import { costBetween } from '../../pricing/cost.ts';
import type { Prices } from '../../pricing/prices.ts';
import type { UsdRange } from '../projection/measured_call.ts';
import { sessionSecondsBy, withOtherAnswers } from './other_answers.ts';
import { withCaching, withTruncation } from './other_context.ts';
import { tokenRatio, withTokensOf } from './other_model.ts';
import { onlyGrows, usageWith, type RecordedCall, type RecordedTurn } from './recorded_call.ts';
import type { WhatIf } from './what_if.ts';

type Bound = 'least' | 'most';

/** Null: it cannot be reckoned for this call. */
export function reckoned(call: RecordedCall, whatIf: WhatIf): UsdRange | null {
  if (whatIf.truncation !== undefined && !onlyGrows(call)) return null;
  const least = priced(call, whatIf, 'least');
  const most = priced(call, whatIf, 'most');
  return { least: Math.min(least, most), most: Math.max(least, most) };
}

function priced(call: RecordedCall, whatIf: WhatIf, bound: Bound): number {
  const { turns, sessionS } = changedTurns(call, whatIf, bound);
  const prices = pricesOf(call.prices, whatIf);
  let usage = usageWith(
    call,
    turns.map(({ usage }) => usage),
  );
  if (whatIf.transcription === null) usage = untranscribed(usage);
  // What is in no turn is cached no more either.
  if (whatIf.caching === 'off') usage = uncached(usage);
  const cost = costBetween(usage, prices, sessionS);
  if (bound === 'least') return cost.leastUsd;
  const was = costBetween(call.usage, call.prices, call.sessionS).most.totalUsd;
  // What nobody told changes as the rest does.
  const untold = was > 0 ? call.untoldUsd * (cost.most.totalUsd / was) : call.untoldUsd;
  return cost.most.totalUsd + untold;
}

function changedTurns(
  call: RecordedCall,
  whatIf: WhatIf,
  bound: Bound,
): { readonly turns: readonly RecordedTurn[]; readonly sessionS: number } {
  let { turns, sessionS } = call;
  const { vad, answers, truncation, caching, model } = whatIf;
  if (vad?.type === 'silence' && call.silenceMs !== null) {
    const longerS = (vad.silenceMs - call.silenceMs) / 1000;
    sessionS += longerS * turns.filter(({ spoken }) => spoken).length;
    turns = bound === 'least' ? withoutEarly(turns) : withLongerWords(turns, longerS, call.prices);
  }
  if (answers !== undefined) {
    sessionS = Math.max(0, sessionS + sessionSecondsBy(turns, answers));
    turns = withOtherAnswers(turns, answers);
  }
  if (truncation !== undefined) turns = withTruncation(turns, truncation);
  if (caching === 'on' && bound === 'least') turns = withCaching(turns);
  if (model !== undefined) turns = withTokensOf(turns, tokenRatio(call.prices.model, model));
  return { turns, sessionS };
}

function pricesOf(prices: Prices, { model, transcription }: WhatIf): Prices {
  return {
    ...prices,
    ...(model === undefined ? {} : { model }),
    ...(transcription === undefined ? {} : { transcription }),
  };
}

function untranscribed(usage: Usage): Usage {
  return { ...usage, transcriptionSeconds: 0, transcriptionTokens: 0 };
}

function uncached(usage: Usage): Usage {
  return {
    ...usage,
    textCached: 0,
    audioCached: 0,
    imageCached: 0,
    ...(usage.unsplitCached === undefined ? {} : { unsplitCached: 0 }),
  };
}

/** As if no answer had begun while its caller was still speaking: the most that a longer silence can save. */
function withoutEarly(turns: readonly RecordedTurn[]): readonly RecordedTurn[] {
  return turns.map((turn) => {
    const spared = Math.min(turn.tooEarly, Math.max(0, turn.answers - 1));
    if (spared === 0) return turn;
    const share = (turn.answers - spared) / turn.answers;
    const { usage } = turn;
    return {
      ...turn,
      answers: turn.answers - spared,
      usage: {
        ...usage,
        textIn: usage.textIn * share,
        audioIn: usage.audioIn * share,
        textCached: usage.textCached * share,
        audioCached: usage.audioCached * share,
        textOut: usage.textOut * share,
        audioOut: usage.audioOut * share,
      },
    };
  });
}

/** As if the silence were all input, and read again ever after: the most that it can cost. */
function withLongerWords(
  turns: readonly RecordedTurn[],
  longerS: number,
  { model }: Prices,
): readonly RecordedTurn[] {
  if (model.kind !== 'tokens') return turns;
  let spoken = 0;
  return turns.map((turn) => {
    if (turn.spoken) spoken++;
    const more = spoken * longerS * model.callerTokensPerSecond * Math.max(1, turn.answers);
    return { ...turn, usage: { ...turn.usage, audioIn: turn.usage.audioIn + more } };
  });
}
