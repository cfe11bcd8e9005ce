/**
 * Reads what stands under `thresholds`: which metric, and of which callers (`response_latency{caller:refund}`), and one
 * line of it (`p95 < 800ms`, `< 1%`, `mean < $0.20`). The metric says which statistics there are and in which unit the
 * value is.
 */

import { metricNamed, statsOf } from '../core/log/metric.ts';
import type { MetricFacts } from '../core/log/metric.ts';
import type { Stat, Threshold } from '../core/plan/plan.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { found } from '../config/source.ts';
import type { ThresholdFile } from './schema/threshold_schema.ts';
import { durationMs, usd } from '../config/value.ts';

/** What a threshold is about; the metric and the caller may be unknown. */
export type SubjectReading =
  | { readonly metric: string; readonly tag?: { readonly name: string; readonly value: string } }
  | { readonly message: string };

const SUBJECT = /^\s*([^{}\s]+)\s*(?:\{\s*([^{}:]*?)\s*:\s*(.*?)\s*\}\s*)?$/;

/** `response_latency`, or of one kind of caller `response_latency{caller:refund}`. */
export function readSubject(key: string): SubjectReading {
  const match = SUBJECT.exec(key);
  if (match === null) {
    return { message: `expected a metric, or a metric{caller:name}, found ${found(key)}` };
  }
  const [, metric, name, value] = match as unknown as [
    string,
    string,
    string | undefined,
    string | undefined,
  ];
  return name === undefined || value === undefined ? { metric } : { metric, tag: { name, value } };
}

export type ThresholdReading = { readonly threshold: Threshold } | { readonly message: string };

const SHAPE = /^\s*([A-Za-z0-9][\w.()]*)?\s*(<=|>=|==|!=|<|>)\s*(\S+)\s*$/;

/** A plain number below this is surely not milliseconds: nobody waits for an answer that long. */
const LEAST_PLAIN_MS = 10;

/** The metric must exist: see `metricNamed`. */
export function readThreshold(metricName: string, text: string): ThresholdReading {
  const metric = metricNamed(metricName);
  if (metric === undefined) throw new RangeError(`no metric is called ${metricName}`);
  const match = SHAPE.exec(text);
  if (match === null) {
    return { message: `expected a threshold such as ${example(metric)}, found ${found(text)}` };
  }
  const [, word, op, valueText] = match as unknown as [string, string | undefined, Threshold['op'], string];
  const { stats, implied } = statsOf(metric.kind);
  const stat = word === undefined ? implied : (word.replace('.', '_') as Stat);
  if (stat === undefined) {
    return { message: `expected a statistic first, as in ${example(metric)}, found ${found(text)}` };
  }
  if (!stats.includes(stat)) {
    const names = stats.map((name) => name.replace('_', '.'));
    const message = `expected one of the statistics ${names.join(', ')}, found ${found(word)}`;
    return { message: message + statMeant(String(word), stats) };
  }
  const unit = stat === 'count' ? 'count' : metric.unit;
  const doubt = doubtOf(metric, unit, op, valueText);
  if (doubt !== null) return { message: doubt };
  const value = valueIn(unit, valueText);
  if (value === undefined) return { message: `expected ${wanted(unit)}, found ${found(valueText)}` };
  return { threshold: { metric: metricName, stat, op, value, text: text.trim() } };
}

/** What people call statistics elsewhere. */
const otherWords: Readonly<Record<string, Stat>> = {
  avg: 'mean',
  average: 'mean',
  med: 'p50',
  median: 'p50',
  minimum: 'min',
  lowest: 'min',
  maximum: 'max',
  highest: 'max',
  worst: 'max',
  sum: 'total',
  n: 'count',
  number: 'count',
  share: 'rate',
  ratio: 'rate',
  percent: 'rate',
};

/** `avg`, `median`, `p96`, `p(95)`, `95th`: what is meant is not what is spelt most alike. */
function statMeant(word: string, stats: readonly Stat[]): string {
  const names = stats.map((name) => name.replace('_', '.'));
  const plain = word.toLowerCase();
  const digits = /^(?:p|pct|perc|percentile|quantile)?_?\(?(\d+(?:[._]\d+)?)\)?(?:th|st|nd|rd)?$/.exec(
    plain,
  )?.[1];
  const centile = digits === undefined ? undefined : nearestCentile(digits, stats);
  const known = Object.hasOwn(otherWords, plain) ? otherWords[plain] : undefined;
  const meant = centile ?? (stats.length > 2 || known === 'count' ? known : stats[0]);
  if (meant === undefined || !stats.includes(meant)) return didYouMean(word, names);
  return `; did you mean "${meant.replace('_', '.')}"?`;
}

/** `96` is nearest to p95; 999 is how p99.9 is said where no dot may stand. */
function nearestCentile(digits: string, stats: readonly Stat[]): Stat | undefined {
  const number = Number(digits.replace('_', '.'));
  const asked = number > 100 ? Number(`${digits.slice(0, 2)}.${digits.slice(2)}`) : number;
  const distance = (stat: Stat): number => Math.abs(Number(stat.slice(1).replace('_', '.')) - asked);
  return stats
    .filter((stat) => /^p\d/.test(stat))
    .reduce<Stat | undefined>(
      (best, stat) => (best === undefined || distance(stat) < distance(best) ? stat : best),
      undefined,
    );
}

/** Why a value that can be read is surely not what was meant: the threshold would judge nothing. Null: it may be. */
function doubtOf(
  metric: MetricFacts,
  unit: MetricFacts['unit'],
  op: Threshold['op'],
  text: string,
): string | null {
  const value = valueIn(unit, text);
  const plain = /^[\d.]+$/.test(text);
  if (value === undefined) return null;
  if (unit === 'ratio') {
    if (plain && value === 1)
      return `expected a share with its unit: ${op} ${text} is 1% to some and 100% to others; write 1% or 100%`;
    if ((value === 1 && op === '<=') || (value === 0 && op === '>=')) {
      return `expected a threshold that can fail: every share is ${op} ${text}`;
    }
    if ((value === 1 && op === '>') || (value === 0 && op === '<')) {
      return `expected a threshold that can hold: no share is ${op} ${text}`;
    }
  }
  if (unit === 'ms' && metric.of !== 'generator' && plain && value > 0 && value < LEAST_PLAIN_MS) {
    return `expected a time with its unit: ${text} is ${text} milliseconds; write ${text}s or ${text}ms`;
  }
  return null;
}

/** Of a file that has passed every check. */
export function thresholdsOf(
  file: Readonly<Record<string, ThresholdFile | readonly ThresholdFile[]>>,
): readonly Threshold[] {
  return Object.entries(file).flatMap(([key, lines]) => {
    const subject = readSubject(key);
    if ('message' in subject) return [];
    return [lines].flat().flatMap((line: ThresholdFile) => {
      const { threshold: text, abort, delay } = typeof line === 'string' ? { threshold: line } : line;
      const reading = readThreshold(subject.metric, text);
      if ('message' in reading) return [];
      return {
        ...reading.threshold,
        ...(subject.tag === undefined ? {} : { caller: subject.tag.value }),
        ...(abort === true ? { abort: { delayMs: durationMs(delay) ?? 0 } } : {}),
      };
    });
  });
}

function valueIn(unit: MetricFacts['unit'], text: string): number | undefined {
  const plain = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  switch (unit) {
    case 'ms':
      return plain ?? durationMs(text);
    case 's': {
      const ms = durationMs(text);
      return plain ?? (ms === undefined ? undefined : ms / 1000);
    }
    case 'usd':
      return plain ?? usd(text);
    case 'count':
      return plain;
    case 'ratio': {
      const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
      const ratio = percent === null ? plain : Number((Number(percent[1]) / 100).toPrecision(12));
      return ratio !== undefined && ratio >= 0 && ratio <= 1 ? ratio : undefined;
    }
  }
}

function wanted(unit: MetricFacts['unit']): string {
  const words: Readonly<Record<MetricFacts['unit'], string>> = {
    ms: 'a time such as 800ms or 1.2s',
    s: 'a time such as 3s (a plain number is seconds)',
    usd: 'an amount such as $0.20',
    count: 'a plain number',
    ratio: 'a share from 0% to 100%, or from 0 to 1',
  };
  return words[unit];
}

function example(metric: MetricFacts): string {
  const values: Readonly<Record<MetricFacts['unit'], string>> = {
    ms: '800ms',
    s: '3s',
    usd: '$0.20',
    count: '10',
    ratio: '1%',
  };
  const stat = metric.kind === 'sample' ? (metric.unit === 'ms' ? 'p95 ' : 'mean ') : '';
  return `"${stat}< ${values[metric.unit]}"`;
}
