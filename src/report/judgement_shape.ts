/** What a report relies on in what a run is judged by, as a log's header has it. */

import { fields, isNumber, isString, listOf, oneOf, orNothing } from './log_shape.ts';

const tokenPrices = fields({
  textIn: isNumber,
  textCached: isNumber,
  textOut: isNumber,
  audioIn: isNumber,
  audioCached: isNumber,
  audioOut: isNumber,
});

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
