/**
 * The published schema of summary.json (reports/summary.schema.json; `callstorm/summary-schema` of the package). Within a version
 * fields and words are only added: whoever ignores what he does not know goes on reading. What else changes raises the version.
 */

import { BANDS, SUMMARY_VERSION } from '../summary.ts';
import { cost, estimate } from './cost_schema.ts';
import { interval, metrics, quantiles, threshold } from './figure_schemas.ts';
import { calibration, chaos, damage, generator, repeat, run, shares, window } from './run_schemas.ts';
import {
  amount,
  count,
  flag,
  list,
  map,
  number,
  object,
  orNull,
  share,
  text,
  told,
  words,
  type Schema,
} from './shape.ts';
import { lostTogether, quality } from './quality_schema.ts';

const caller = object({
  caller: text,
  calls: count,
  completed: count,
  failed: count,
  turns: count,
  unanswered: count,
  responseLatency: quantiles,
  perCallUsd: orNull(amount),
  'metrics?': metrics,
});

const tool = object({
  tool: text,
  calls: count,
  results: count,
  errors: count,
  never: count,
  unknown: count,
  unsent: count,
  'late?': count,
  'orphaned?': count,
  'takenBack?': count,
  answerLatency: quantiles,
});

const expectation = object({
  text,
  kind: text,
  caller: orNull(text),
  place: orNull(count),
  goal: flag,
  met: count,
  of: count,
  unknown: count,
  ci: orNull(interval),
  example: orNull(object({ call: count, turn: orNull(count), detail: text })),
  'passPowers?': list(share),
});

const panel = object({
  figures: list(object({ id: text, field: text, unit: words('s', 'ratio'), value: orNull(number), count })),
  selectivity: orNull(number),
});

export const summarySchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Callstorm summary.json',
  ...object(
    {
      version: { const: SUMMARY_VERSION },
      name: text,
      description: orNull(text),
      calls: object({
        planned: count,
        started: count,
        connected: count,
        completed: count,
        failed: count,
        blocked: count,
        notStarted: count,
        withoutRecord: object({ failed: count, notStarted: count }),
      }),
      failures: told(map(object({ count, meaning: text, example: orNull(text) })), 'Of calls, by code.'),
      'lostTogether?': lostTogether,
      agentErrors: list(object({ code: text, count, calls: count, message: text })),
      metrics,
      calibration: orNull(calibration),
      cost,
      'estimate?': estimate,
      generator,
      bands: object({
        boundsMs: object({ excellent: amount, good: amount, acceptable: amount, poor: amount }),
        counts: object(Object.fromEntries(BANDS.map((band) => [band, count]))),
        unanswered: count,
      }),
      quality,
      callers: list(caller),
      tools: list(tool),
      'chaos?': chaos,
      'windows?': list(window),
      'expectations?': list(expectation),
      'panel?': panel,
      turns: object({
        total: count,
        expected: count,
        answered: count,
        interrupted: count,
        notExpected: count,
        unanswered: count,
        failed: count,
        agentInterrupted: count,
        bargeIns: count,
        backchannels: count,
        failures: map(count),
      }),
      run,
      'shares?': shares,
      repeat,
      log: told(damage, 'What of the call log could not be read as it should be.'),
      notes: told(list(text), 'What a reader must know about the figures.'),
      verdict: object({
        result: { enum: ['pass', 'fail', 'invalid', 'not_judged'] },
        reasons: list(text),
        warnings: list(text),
        thresholds: list(threshold),
      }),
    },
    'Times in ms, money in USD, rates from 0 to 1, unless a field says otherwise. What could not be measured is null.',
  ),
};
