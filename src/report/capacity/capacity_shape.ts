/** Checks that what a file holds is the result of a capacity run, as far as pictures, fits and staffing rely on it. Pure. */

import { CAPACITY_VERSION } from '../../forecast/capacity/capacity_result.ts';
import { fields, isBoolean, isNumber, isString, listOf, oneOf, orNull, type Check } from '../log_shape.ts';

const isVersion: Check = (value) =>
  value === CAPACITY_VERSION
    ? null
    : { path: '', expected: `a capacity result of version ${CAPACITY_VERSION}`, found: value };

const isEstimated = fields({ value: orNull(isNumber), low: orNull(isNumber), high: orNull(isNumber) });

const isLevel = fields({
  amount: isNumber,
  because: isString,
  fromMs: isNumber,
  countedFromMs: isNumber,
  untilMs: isNumber,
  calls: fields({ ended: isNumber, failed: isNumber, blocked: isNumber }),
  turns: fields({ ended: isNumber, answered: isNumber }),
  atOnce: fields({ mean: isNumber, max: isNumber }),
  answeredPerSecond: isEstimated,
  callsPerSecond: isNumber,
  callMs: orNull(isNumber),
  latencyMs: fields({ p50: isEstimated, p95: isEstimated, count: isNumber }),
  errorRate: isEstimated,
  failures: listOf(fields({ code: isString, count: isNumber })),
  slo: listOf(fields({ slo: isNumber, verdict: isString, why: isString, observed: orNull(isNumber) })),
  verdict: oneOf('holds', 'fails', 'undecided', 'left', 'invalid', 'cut'),
  why: isString,
});

export const capacityShape: Check = fields({
  version: isVersion,
  unit: oneOf('calls_at_once', 'calls_per_second'),
  run: fields({
    id: isString,
    scenario: fields({ name: isString }),
    seed: isNumber,
    engine: isString,
    target: fields({ url: isString, model: isString, simulated: isBoolean }),
  }),
  settings: fields({
    slo: listOf(
      fields({ text: isString, metric: isString, stat: isString, value: isNumber, unit: isString }),
    ),
    max: isNumber,
  }),
  levels: listOf(isLevel),
  knee: fields({
    holds: orNull(isNumber),
    fails: orNull(isNumber),
    confidence: orNull(isNumber),
    said: isString,
    brokenBy: listOf(isString),
    refusedAt: orNull(isNumber),
    retrograde: orNull(fields({ peakAt: isNumber, peakPerSecond: isNumber, lastPerSecond: isNumber })),
  }),
  limit: fields({ by: isString, said: isString, next: orNull(isString) }),
  notes: listOf(isString),
});
