/** Reads `--slo "response_latency p95 < 800ms, error_rate < 1%"`: thresholds as a scenario has them, separated by commas. */

import { ConfigError } from '../core/word/config_error.ts';
import { metricNamed, metrics } from '../core/log/metric.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { conditionOf } from '../forecast/capacity/condition.ts';
import type { CapacitySlo } from '../forecast/capacity/capacity_result.ts';
import { readSubject, readThreshold } from '../scenario/threshold.ts';

const EXAMPLE = '--slo "response_latency p95 < 800ms, error_rate < 1%"';
const MOST_CONDITIONS = 20;
const LINE = /^\s*([^\s{}<>=!]+(?:\s*\{[^{}]*\})?)\s*(.*)$/s;

/** Throws ConfigError. `callers`: the kinds of callers that the scenario has. */
export function readSlo(text: string, callers: readonly string[]): readonly CapacitySlo[] {
  const lines = text.split(',').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw wrong('expected at least one condition, found none');
  if (lines.length > MOST_CONDITIONS) {
    throw wrong(`expected at most ${MOST_CONDITIONS} conditions, found ${lines.length}`);
  }
  return lines.map((line) => readLine(line, callers));
}

function readLine(line: string, callers: readonly string[]): CapacitySlo {
  const [, key = '', rest = ''] = LINE.exec(line) ?? [];
  const subject = readSubject(key);
  if ('message' in subject) throw wrong(subject.message);
  const { metric, tag } = subject;
  if (metricNamed(metric) === undefined) {
    const names = metrics.map(({ name }) => name);
    throw wrong(`expected a metric, found "${metric.slice(0, 100)}"${didYouMean(metric, names)}`);
  }
  if (tag !== undefined && (tag.name !== 'caller' || !callers.includes(tag.value))) {
    throw wrong(`expected {caller:…} with one of ${callers.join(', ')}, found {${tag.name}:${tag.value}}`);
  }
  const reading = readThreshold(metric, rest);
  if ('message' in reading) throw wrong(`${metric}: ${reading.message}`);
  const threshold = { ...reading.threshold, ...(tag === undefined ? {} : { caller: tag.value }) };
  const condition = conditionOf(threshold);
  if ('message' in condition) throw wrong(condition.message);
  return condition.condition;
}

function wrong(message: string): ConfigError {
  return new ConfigError(message, { code: 'option_invalid', path: '--slo', hint: `as in ${EXAMPLE}` });
}
