/** How much worse a metric may get before it counts as a regression: `response_latency.p95=5%`, `=50ms`, `error_rate=1pp`. Pure. */

import { factsOf } from '../../core/log/metric.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { readComparedMetric, type ComparedMetric } from './compared_metric.ts';

export interface Tolerance extends ComparedMetric {
  /** As it was given. */
  readonly text: string;
  /** `relative`: a share of what it was before. `absolute`: in the metric's unit. */
  readonly of: 'relative' | 'absolute';
  readonly amount: number;
}

/** Throws ConfigError. */
export function readTolerance(text: string): Tolerance {
  const at = text.indexOf('=');
  if (at < 0) throw invalid(text, `expected <metric>=<amount>, found no "="`);
  const studied = readComparedMetric(text.slice(0, at).trim(), '--tolerance');
  const amount = text.slice(at + 1).trim();
  const [, digits = '', suffix = ''] = /^(\d+(?:\.\d+)?)\s*([a-z%]*)$/i.exec(amount.replace(/^\$/, '')) ?? [];
  const { unit } = factsOf(studied.metric);
  const known = scales[unit];
  const scale = amount.startsWith('$') && unit !== 'usd' ? undefined : known.get(suffix.toLowerCase());
  if (digits === '' || scale === undefined) {
    const examples = { ms: '5%, 50ms or 0.1s', ratio: '1pp (percentage points)', usd: '5% or $0.01' };
    const wanted = unit === 'ms' || unit === 'ratio' || unit === 'usd' ? examples[unit] : '5% or a number';
    throw invalid(text, `expected ${wanted} for ${studied.metric}, found "${amount.slice(0, 40)}"`);
  }
  const value = Number(digits) * scale;
  if (!Number.isFinite(value)) throw invalid(text, 'expected a number within reason');
  return { ...studied, text: amount, of: suffix === '%' ? 'relative' : 'absolute', amount: value };
}

/** A percentage of a rate could be either of two things: percentage points say which. */
const scales = {
  ms: new Map([
    ['%', 0.01],
    ['ms', 1],
    ['s', 1000],
  ]),
  s: new Map([
    ['%', 0.01],
    ['s', 1],
    ['ms', 0.001],
  ]),
  ratio: new Map([['pp', 0.01]]),
  usd: new Map([
    ['%', 0.01],
    ['', 1],
    ['usd', 1],
  ]),
  count: new Map([
    ['%', 0.01],
    ['', 1],
  ]),
} as const;

/** How large a difference is let pass, from what it was before. */
export function letPass({ of, amount }: Tolerance, before: number): number {
  return of === 'relative' ? amount * Math.abs(before) : amount;
}

function invalid(text: string, message: string): ConfigError {
  return new ConfigError(message, {
    code: 'option_invalid',
    path: `--tolerance ${text.slice(0, 80)}`,
    hint: 'e.g. --tolerance response_latency.p95=5% --tolerance error_rate=1pp',
  });
}
