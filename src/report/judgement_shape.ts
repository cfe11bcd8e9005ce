/** What a report relies on in what a run is judged by, as a log's header has it. */

import type { PriceRow } from '../core/plan/price_row.ts';
import { fields, isNumber, isString, listOf, oneOf, orNothing, orNull, type Check } from './log_shape.ts';

const tokenPrices = fields({
  textIn: isNumber,
  textCached: isNumber,
  textOut: isNumber,
  audioIn: isNumber,
  audioCached: isNumber,
  audioOut: isNumber,
});

const dated = { model: isString, date: isString, source: isString };

const telephony = fields({ ...dated, usdPerMinute: isNumber, billedBy: oneOf('minute', 'second') });

const infrastructure = fields({
  ...dated,
  usdPerSessionHour: isNumber,
  machine: orNothing(fields({ usdPerHour: isNumber, sessions: isNumber })),
});

const priceRows: Readonly<Record<PriceRow['kind'], Check>> = {
  tokens: fields({
    ...dated,
    usdPerMillion: tokenPrices,
    imageUsdPerMillion: orNull(isNumber),
    imageCachedUsdPerMillion: orNothing(isNumber),
    callerTokensPerSecond: isNumber,
    agentTokensPerSecond: isNumber,
  }),
  duration: fields({ ...dated, usdPerMinute: isNumber }),
  transcription: fields({
    ...dated,
    usdPerMinute: isNumber,
    usdPerMillion: orNull(fields({ in: isNumber, out: isNumber })),
  }),
  telephony,
  infrastructure,
};

const isKind = fields({ kind: oneOf(...Object.keys(priceRows)) });

/** By the kind that it says it is. */
const priceRow: Check = (value) =>
  isKind(value) ?? priceRows[(value as { readonly kind: PriceRow['kind'] }).kind](value);

export const judgementShape = fields({
  timed: orNothing(listOf(fields({ fault: isString, fromMs: isNumber, untilMs: orNothing(isNumber) }))),
  expectations: orNothing(
    listOf(fields({ text: isString, condition: fields({ is: isString }), caller: orNothing(isString) })),
  ),
  thresholds: listOf(
    fields({ metric: isString, stat: isString, op: isString, value: isNumber, text: isString }),
  ),
  pricing: fields({
    model: isString,
    transcriptionModel: orNothing(isString),
    prices: orNothing(tokenPrices),
    rows: orNothing(listOf(priceRow)),
    telephony: orNothing(listOf(telephony)),
    infrastructure: orNothing(infrastructure),
    callsPerMonth: orNothing(isNumber),
  }),
  budget: orNothing(
    fields({
      maxUsd: orNothing(isNumber),
      stop: orNothing(oneOf('polite', 'now')),
      maxUsdPerCall: orNothing(isNumber),
    }),
  ),
  bands: fields({ excellent: isNumber, good: isNumber, acceptable: isNumber, poor: isNumber }),
  monitor: fields({
    latencyMs: isNumber,
    errorRate: isNumber,
    costPerTurnUsd: isNumber,
    goodAudioRatio: isNumber,
    goodPlaybackRatio: orNothing(isNumber),
    windows: orNothing(fields({ call: isNumber, fleet: isNumber })),
    weights: fields({ latency: isNumber, errors: isNumber, audio: isNumber, playback: orNothing(isNumber) }),
  }),
});
