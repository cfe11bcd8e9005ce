/** All that is known of one price: what each kind of token costs, a minute of speech each way, and a usual call. Pure. */

import { visible } from '../core/word/visible.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { estimateCall, type CallShape } from '../pricing/cost.ts';
import { pricesFor, type Prices } from '../pricing/prices.ts';
import { billedMinutes } from '../pricing/time_cost.ts';
import { count, usd } from '../report/figure.ts';
import type { FoundPrice } from './prices_found.ts';
import { rate } from './prices_list.ts';

/** Three minutes: nine times the caller speaks for 8 s and is answered for 12 s, after 1,000 tokens of instructions. */
export const usualCall: CallShape = {
  turns: 9,
  userSeconds: 8,
  agentSeconds: 12,
  promptTokens: 1000,
  cacheHit: 0.8,
  sessionSeconds: 180,
};

export const USUAL_CALL =
  'nine times the caller speaks for 8 s and is answered for 12 s, after 1,000 tokens of instructions; 80% of what was given before is billed as cached';

/** Terms, each with what it is. */
export function priceSheet(price: FoundPrice): readonly (readonly [string, string])[] {
  const { row, own, ageDays } = price;
  return [
    [row.model, KINDS[row.kind]],
    ...figuresOf(row),
    ['three-minute call', usualText(row)],
    ['as of', `${row.date}${ageDays === null ? '' : `, ${count(ageDays)} days ago`}`],
    ['source', own ? `${row.source} (yours)` : row.source],
    ...(row.notes === undefined ? [] : [['note', row.notes] as const]),
  ].map(([term, text]) => [visible(term ?? ''), visible(text ?? '')] as const);
}

const KINDS: Readonly<Record<PriceRow['kind'], string>> = {
  tokens: 'billed by tokens, USD per million',
  duration: 'billed by the length of the session',
  transcription: 'transcribes what the caller says',
  telephony: 'a call’s line',
  infrastructure: 'machines that an agent runs on',
};

function figuresOf(row: PriceRow): readonly (readonly [string, string])[] {
  switch (row.kind) {
    case 'tokens': {
      const { textIn, textCached, textOut, audioIn, audioCached, audioOut } = row.usdPerMillion;
      const { callerTokensPerSecond: caller, agentTokensPerSecond: agent } = row;
      const image = row.imageUsdPerMillion;
      return [
        ['text', `in ${rate(textIn)}, cached ${rate(textCached)}, out ${rate(textOut)}`],
        ['audio', `in ${rate(audioIn)}, cached ${rate(audioCached)}, out ${rate(audioOut)}`],
        ['images', image === null ? 'billed as text' : `in ${rate(image)}${cachedImage(row)}`],
        [
          'caller’s speech',
          `${usd((60 * caller * audioIn) / 1e6)} a minute, when it is new (${rate(caller)} tokens a second); ` +
            (audioCached === audioIn
              ? 'as much again with each later turn'
              : `${usd((60 * caller * audioCached) / 1e6)} again with each later turn that has it from the cache`),
        ],
        ['agent’s speech', `${usd((60 * agent * audioOut) / 1e6)} a minute (${rate(agent)} tokens a second)`],
      ];
    }
    case 'duration':
      return [['a minute', `$${rate(row.usdPerMinute)} of the session, silence and all`]];
    case 'transcription':
      return [
        ['a minute', `$${rate(row.usdPerMinute)} of what the caller says`],
        ...(row.usdPerMillion === null
          ? []
          : [
              [
                'tokens',
                `in ${rate(row.usdPerMillion.in)}, out ${rate(row.usdPerMillion.out)} per million`,
              ] as const,
            ]),
      ];
    case 'telephony':
      return [['a minute', `$${rate(row.usdPerMinute)}, each call rounded up to whole ${row.billedBy}s`]];
    case 'infrastructure':
      return [
        ['a session-hour', `$${rate(row.usdPerSessionHour)}`],
        [
          'idle',
          row.machine === undefined
            ? 'costs nothing'
            : `is paid too: $${rate(row.machine.usdPerHour)} an hour for each machine of ${count(row.machine.sessions)} sessions`,
        ],
      ];
  }
}

function cachedImage({
  imageCachedUsdPerMillion: cached,
}: {
  readonly imageCachedUsdPerMillion?: number;
}): string {
  return cached === undefined ? '' : `, cached ${rate(cached)}`;
}

/** What of a usual call this price is of. */
export function usualUsd(row: PriceRow): number {
  const { totalUsd } = estimateCall(usualCall, pricesOf(row));
  return totalUsd;
}

function usualText(row: PriceRow): string {
  const text = usd(usualUsd(row));
  switch (row.kind) {
    case 'tokens':
    case 'duration':
      return text;
    case 'transcription':
      return `${text}, for 72 s of the caller’s speech`;
    case 'telephony':
      return `${text}, ${count(billedMinutes(180, row.billedBy))} minutes; one of 181 s ${usd(billedMinutes(181, row.billedBy) * row.usdPerMinute)}`;
    case 'infrastructure':
      return row.machine === undefined ? text : `${text} of a machine that is full`;
  }
}

function pricesOf(row: PriceRow): Prices {
  const free = pricesFor({ model: 'none' });
  switch (row.kind) {
    case 'tokens':
    case 'duration':
      return { ...free, model: row };
    case 'transcription':
      return { ...free, transcription: row };
    case 'telephony':
      return { ...free, telephony: [row] };
    case 'infrastructure':
      return { ...free, infrastructure: row };
  }
}
