/** Checks thresholds: that the metric is measured, that the caller exists, that each line can be read. */

import { metricNamed, metrics } from '../core/log/metric.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { found, get } from '../config/source.ts';
import type { Issue } from '../config/source.ts';
import { durationMs } from '../config/value.ts';
import { readSubject, readThreshold } from './threshold.ts';

export function thresholdIssues(data: unknown): readonly Issue[] {
  const thresholds = get(data, 'thresholds');
  if (typeof thresholds !== 'object' || thresholds === null || Array.isArray(thresholds)) return [];
  const callers = callerNames(data);
  return Object.entries(thresholds).flatMap(([key, lines]): readonly Issue[] => {
    const path = ['thresholds', key];
    const wrong = subjectMistake(key, callers);
    if (wrong !== null) return [{ path, on: 'key', ...wrong }];
    const subject = readSubject(key);
    if ('message' in subject) return [];
    return Array.isArray(lines)
      ? lines.flatMap((line, index) => lineIssues(subject.metric, line, [...path, index]))
      : lineIssues(subject.metric, lines, path);
  });
}

function subjectMistake(key: string, callers: readonly string[]): Pick<Issue, 'message' | 'hint'> | null {
  const subject = readSubject(key);
  if ('message' in subject) return { message: subject.message };
  const { metric, tag } = subject;
  const known = metricNamed(metric);
  if (known === undefined) {
    const names = metrics.map(({ name }) => name);
    return {
      message: `unknown metric ${found(metric)}${didYouMean(metric, names)}`,
      hint: `Metrics: ${names.filter((name) => !/^(error|fallback)_rate[.]/.test(name)).join(', ')}, error_rate.<failure code>, fallback_rate.<reason>.`,
    };
  }
  if (tag === undefined) return null;
  if (tag.name !== 'caller') {
    return { message: `unknown tag ${found(tag.name)}, expected caller${didYouMean(tag.name, ['caller'])}` };
  }
  if (known.of === 'generator') {
    return {
      message: `${metric} is the generator’s own, of no caller: the threshold could only fail`,
      hint: `Write ${metric} without {…}.`,
    };
  }
  if (callers.length === 0 || callers.includes(tag.value)) return null;
  return {
    message: `unknown caller ${found(tag.value)}, expected one of ${callers.join(', ')}${didYouMean(tag.value, callers)}`,
  };
}

/** Where callers have no names, that is a mistake of its own. */
function callerNames(data: unknown): readonly string[] {
  const callers = get(data, 'callers');
  if (!Array.isArray(callers)) return [];
  return callers.flatMap((caller: unknown) => {
    const name = get(caller, 'name');
    return typeof name === 'string' ? name : [];
  });
}

function lineIssues(metric: string, line: unknown, path: Issue['path']): readonly Issue[] {
  if (typeof line === 'string') return textIssues(metric, line, path);
  const text = get(line, 'threshold');
  const issues = typeof text === 'string' ? [...textIssues(metric, text, [...path, 'threshold'])] : [];
  const delay = get(line, 'delay');
  if (durationMs(delay) !== undefined && get(line, 'abort') !== true) {
    const message = 'a delay is how long abort waits, and nothing aborts here';
    issues.push({ path: [...path, 'delay'], on: 'key', message, hint: 'Add abort: true, or take it out.' });
  }
  return issues;
}

function textIssues(metric: string, text: string, path: Issue['path']): readonly Issue[] {
  const reading = readThreshold(metric, text);
  return 'message' in reading ? [{ path, on: 'value', message: reading.message }] : [];
}
