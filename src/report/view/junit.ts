/**
 * junit.xml: one test case for the run as a whole, one per threshold, and one per failure code. Failed calls are told
 * as skipped cases: whether there were too many of them is for the thresholds to say.
 */

import { calibrationText } from '../calibration.ts';
import { count, ms, plural } from '../figure.ts';
import { distributionOf } from '../monitored.ts';
import type { Summary, ThresholdResult } from '../summary.ts';
import { observedText, thresholdText, told } from '../judge.ts';
import type { ExpectationSummary } from '../expectation_summary.ts';
import { exampleText, expectationName } from './expectation_block.ts';
import { exitCodeOf } from '../verdict.ts';
import { verdictWord } from './outline.ts';
import { shown } from './shown.ts';

interface Case {
  readonly group: string;
  readonly name: string;
  readonly outcome: 'pass' | 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly output: string;
}

export function junitReport(told: Summary): string {
  const summary = shown(told);
  const cases = [
    runCase(summary),
    ...(summary.verdict.result === 'not_judged' ? [notJudgedCase(summary)] : []),
    ...summary.verdict.thresholds.map(thresholdCase),
    ...expectationCases(summary),
    ...failureCases(summary),
  ];
  const number = (outcome: Case['outcome']): number =>
    cases.filter((test) => test.outcome === outcome).length;
  const counts =
    `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" ` +
    `time="${(summary.run.durationMs / 1000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="callstorm" ${counts}>`,
    // Jenkins' xUnit plugin (junit-10.xsd) has `skipped` here, and not above.
    `  <testsuite name="${escaped(summary.name)}" ${counts} skipped="${number('skipped')}" timestamp="${summary.run.startedAt.slice(0, 19)}">`,
    '    <properties>',
    ...propertiesOf(summary).map(
      ([name, value]) => `      <property name="${name}" value="${escaped(value)}"/>`,
    ),
    '    </properties>',
    ...cases.flatMap((test) => caseLines(summary.name, test)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function runCase({ verdict, calls, notes }: Summary): Case {
  const byThreshold = new Set(verdict.thresholds.filter((result) => !result.pass).map(told));
  // That nobody judged it is a case of its own.
  const reasons =
    verdict.result === 'not_judged' ? [] : verdict.reasons.filter((reason) => !byThreshold.has(reason));
  return {
    group: 'run',
    name: 'run is valid',
    outcome: reasons.length === 0 ? 'pass' : verdict.result === 'invalid' ? 'error' : 'failure',
    message: reasons.join('; '),
    output: [
      `${count(calls.planned)} planned, ${count(calls.completed)} completed, ${count(calls.failed)} failed, ` +
        `${count(calls.blocked)} blocked, ${count(calls.notStarted)} not started`,
      ...verdict.warnings.map((warning) => `warning: ${warning}`),
      ...notes,
    ].join('\n'),
  };
}

/** No pass, and red only where the exit code is: skipped says that nobody looked. */
function notJudgedCase(summary: Summary): Case {
  return {
    group: 'thresholds',
    name: verdictWord(summary.verdict),
    outcome: exitCodeOf(summary) === 0 ? 'skipped' : 'failure',
    message: summary.verdict.reasons.join('; '),
    output: '',
  };
}

function thresholdCase(result: ThresholdResult): Case {
  return {
    group: 'thresholds',
    name: thresholdText(result),
    outcome: result.pass ? 'pass' : 'failure',
    message: told(result),
    output: `measured: ${observedText(result)} (${plural(result.count, 'sample')}${result.enoughSamples ? '' : ', too few for this percentile'})`,
  };
}

/** Red where it did not always hold, and a threshold says that this was too often: red and a pass would contradict each other. */
function expectationCases({ expectations = [], verdict }: Summary): Case[] {
  return expectations.map((one) => {
    const metric = one.goal ? 'goal_rate' : 'expectation_rate';
    const borne = verdict.thresholds
      .filter((asked) => asked.metric === metric && (asked.caller ?? one.caller) === one.caller)
      .every(({ pass }) => pass);
    return expectationCase(one, borne ? 'skipped' : 'failure');
  });
}

function expectationCase(one: ExpectationSummary, unmet: 'skipped' | 'failure'): Case {
  const { met, of, kind } = one;
  return {
    group: `expected.${kind}`,
    name: expectationName(one),
    outcome: of === 0 ? 'skipped' : met === of ? 'pass' : unmet,
    message: of === 0 ? 'no call came to it' : met === of ? '' : `${count(of - met)} of ${count(of)} not met`,
    output: exampleText(one),
  };
}

function failureCases({ failures, calls }: Summary): Case[] {
  return Object.entries(failures).map(([code, failure]) => ({
    group: 'failures',
    name: code,
    outcome: 'skipped' as const,
    message: `${count(failure.count)} of ${plural(calls.started, 'started call')}: ${failure.meaning}`,
    output: failure.example === null ? '' : `for example: ${failure.example}`,
  }));
}

function propertiesOf(summary: Summary): [name: string, value: string][] {
  const { verdict, repeat, run } = summary;
  const latency = distributionOf(summary.metrics, 'response_latency');
  return [
    ['verdict', verdictWord(verdict)],
    ...(latency !== null
      ? [['response_latency', `p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}`] as [string, string]]
      : []),
    ['calibration', calibrationText(summary)],
    ['command', repeat.command],
    ['seed', String(repeat.seed)],
    ['scenario.sha256', repeat.scenario.sha256],
    ['plan', repeat.plan],
    ['run', run.ids.join(' ')],
  ];
}

function caseLines(suite: string, test: Case): string[] {
  const head = `    <testcase classname="${escaped(`${suite}.${test.group}`)}" name="${escaped(test.name)}" time="0"`;
  const lines: string[] = [];
  if (test.outcome !== 'pass') {
    // Jenkins shows the attribute, GitLab the text.
    const message = escaped(test.message);
    lines.push(`      <${test.outcome} message="${message}">${message}</${test.outcome}>`);
  }
  if (test.output !== '') lines.push(`      <system-out>${escaped(test.output)}</system-out>`);
  return lines.length === 0 ? [`${head}/>`] : [`${head}>`, ...lines, '    </testcase>'];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Also leaves out what XML 1.0 cannot hold at all: control characters and lone surrogates. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
