/**
 * report.md: the summary as a comment on a pull request. The verdict comes first there, and what takes room is folded.
 */

import { panelHead, panelNote, panelRows } from './panel_block.ts';
import { calibrationText } from '../calibration.ts';
import { count, ms, percent, plural, range, seconds, usd } from '../figure.ts';
import { distributionOf } from '../monitored.ts';
import { thresholdText } from '../judge.ts';
import { workersText } from '../shares.ts';
import type { Summary } from '../summary.ts';
import {
  generatorFacts,
  healthText,
  bandShares,
  borne,
  LATENCY_COLUMNS,
  latencyRows,
  lossText,
  missingLine,
  observedCell,
  rateOf,
  shownRates,
  toldErrors,
  toolOutcomes,
  verdictExtent,
  verdictWord,
} from './outline.ts';
import { estimateParts } from '../estimate_summary.ts';
import { totalText } from './cost_block.ts';
import { lostTexts } from './lost_block.ts';
import { chaosSection, expectationSection } from './markdown_judged.ts';
import { code, escaped, table } from './markup.ts';
import { momentTexts, reasonText } from './monitor_text.ts';
import { nextStep } from './next_step.ts';
import { shown } from './shown.ts';

const marks = { pass: '✅', fail: '❌', invalid: '⚠️', not_judged: '❔' } as const;

export function markdownReport(told: Summary): string {
  const summary = shown(told);
  const sections = [
    verdictSection(summary),
    latencySection(summary),
    callsSection(summary),
    panelSection(summary),
    expectationSection(summary),
    chaosSection(summary),
    toolsSection(summary),
    costSection(summary),
    qualitySection(summary),
    generatorSection(summary),
    notesSection(summary),
    repeatSection(summary),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdictSection(summary: Summary): string[] {
  const { verdict, calls, run } = summary;
  const latency = distributionOf(summary.metrics, 'response_latency');
  const { unanswered } = summary.bands;
  const extent = verdictExtent(summary);
  const head = [
    `${count(calls.completed)} of ${plural(calls.planned, 'call')} completed`,
    latency !== null
      ? `response latency p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)} (${escaped(calibrationText(summary))})${unanswered > 0 ? `, and ${plural(unanswered, 'turn')} got no answer` : ''}`
      : '',
    summary.cost.totalUsd === null && summary.cost.leastUsd !== null ? 'cost unknown' : '',
    summary.cost.perCallUsd === null ? '' : `${usd(summary.cost.perCallUsd)} a call`,
    ms(run.durationMs),
  ];
  const lines = [
    `## ${marks[verdict.result]} ${verdictWord(verdict)}${extent === '' ? '' : ` ⚠️ ${extent}`} · ${escaped(summary.name)}`,
    '',
    head.filter((part) => part !== '').join(' · '),
  ];
  if (verdict.reasons.length > 0)
    lines.push('', ...verdict.reasons.map((reason) => `- **${escaped(reason)}**`));
  if (verdict.warnings.length > 0) {
    if (verdict.reasons.length === 0) lines.push('');
    lines.push(...verdict.warnings.map((warning) => `- warning: ${escaped(warning)}`));
  }
  if (verdict.thresholds.length > 0) {
    const rows = verdict.thresholds.map((result) => [
      result.pass ? (result.enoughSamples ? '✅' : '⚠️') : '❌',
      code(thresholdText(result)),
      observedCell(result),
      count(result.count),
    ]);
    lines.push('', ...table(['', 'threshold', 'measured', 'n'], rows, [1]));
  }
  const { text, command } = nextStep(summary);
  lines.push('', `Next: ${escaped(text)}${command === null ? '' : ` ${code(command)}`}`);
  return lines;
}

function latencySection(summary: Summary): string[] {
  const rows = latencyRows(summary);
  const cells = rows.map((row) => [
    row.metric === 'response_latency' ? `**${row.metric}**` : `${row.part ? '↳ ' : ''}${row.metric}`,
    count(row.count),
    ...row.cells.map((cell) => (cell.tooFew ? `<sub>~${cell.text}</sub>` : cell.text)),
  ]);
  const lines = ['### Latency', '', ...table(['', 'n', ...LATENCY_COLUMNS], cells, [0])];
  if (rows.some((row) => row.cells.some((cell) => cell.tooFew))) {
    lines.push('', '~ fewer than ten samples lie beyond it.');
  }
  const missing = missingLine(summary);
  if (missing !== '') lines.push('', `${missing[0]?.toUpperCase()}${missing.slice(1)}.`);
  const shares = bandShares(summary).filter(({ count: n }) => n > 0);
  if (shares.length > 0) {
    const bands = shares.map(({ band, count: n, share }) => `${band} ${percent(share)} (${count(n)})`);
    lines.push('', `Answers: ${bands.join(' · ')}`);
  }
  return lines;
}

function callsSection(summary: Summary): string[] {
  const { calls, failures, callers, run } = summary;
  const lines = [
    '### Calls',
    '',
    [
      `${count(calls.planned)} planned`,
      `${count(calls.completed)} completed`,
      `${count(calls.failed)} failed`,
      `${count(calls.blocked)} blocked`,
      `${count(calls.notStarted)} not started`,
      `${count(run.peakConcurrency)} at once`,
    ].join(' · '),
    '',
  ];
  for (const [metric, what] of shownRates) {
    const rate = rateOf(summary, metric);
    if (rate === null) continue;
    const interval = rate.ci === null ? '' : `, 95%: ${range(rate.ci, percent)}`;
    lines.push(`- ${percent(rate.rate)} ${what} (n=${count(rate.of)}${interval})`);
  }
  const loss = lossText(summary);
  if (loss !== null) lines.push(`- ${loss}`);
  const rows = Object.entries(failures).map(([name, failure]) => [
    code(name),
    count(failure.count),
    escaped(failure.meaning),
    failure.example === null ? '' : code(failure.example),
  ]);
  if (rows.length > 0)
    lines.push('', ...table(['failure', 'calls', 'meaning', 'for example'], rows, [0, 2, 3]));
  if (summary.lostTogether !== undefined) {
    const shared = lostTexts(summary.lostTogether).map((text) => `- ${escaped(text)}`);
    lines.push('', 'What lost calls have in common:', '', ...shared);
  }
  const rest = borne(summary);
  if (rest.length > 0) lines.push('', `Failed ${escaped(rest.join('; '))}`);
  const told = toldErrors(summary);
  if (told.length > 0) lines.push('', ...told.map((text) => `- ${escaped(text)}`));
  if (callers.length > 1) {
    const kinds = callers.map((caller) => [
      escaped(caller.caller),
      count(caller.calls),
      count(caller.failed),
      count(caller.turns),
      ms(caller.responseLatency.p50),
      ms(caller.responseLatency.p95),
      usd(caller.perCallUsd),
    ]);
    lines.push('', ...table(['caller', 'calls', 'failed', 'turns', 'p50', 'p95', 'a call'], kinds, [0]));
  }
  return lines;
}

function panelSection({ panel }: Summary): string[] {
  if (panel === undefined) return [];
  const rows = panelRows(panel).map(([name = '', ...cells]) => [escaped(name), ...cells]);
  return ['### Turn taking, as τ-voice measures it', '', ...table(panelHead, rows, [0]), '', panelNote];
}

function toolsSection({ tools }: Summary): string[] {
  if (tools.length === 0) return [];
  const rows = tools.map((tool) => [
    code(tool.tool),
    count(tool.calls),
    toolOutcomes(tool).join(', '),
    count(tool.answerLatency.count),
    ms(tool.answerLatency.p50),
    ms(tool.answerLatency.p95),
    ms(tool.answerLatency.max),
  ]);
  const head = ['tool', 'calls', 'came to', 'answers', 'p50', 'p95', 'max'];
  return ['### Tools', '', ...table(head, rows, [0, 2])];
}

function costSection({ cost, estimate, run }: Summary): string[] {
  if (cost.leastUsd === null) return [];
  const { projected, prices } = cost;
  const month =
    projected.perMonthUsd === null
      ? ''
      : ` · ${usd(projected.perMonthUsd)} a month at ${count(projected.callsPerMonth)} calls`;
  const rows = cost.parts
    .filter((part) => part.amount > 0)
    .map((part) => [
      part.part,
      part.of === 's' ? seconds(part.amount) : count(Math.round(part.amount)),
      usd(part.usd),
    ]);
  return [
    '### Cost',
    '',
    cost.totalUsd === null
      ? `**${totalText(cost)}**`
      : `**${totalText(cost)}** · ${usd(cost.perCallUsd)} a call · ${usd(cost.perMinuteUsd)} a minute · ` +
        `${usd(projected.per1000CallsUsd)} per 1,000 calls${month}`,
    '',
    ...table(['', 'tokens or time', 'USD'], rows, [0]),
    '',
    `Cache hit ${percent(cost.cacheHitRate)} · wasted audio ${seconds(cost.wasted.audioS)} (${usd(cost.wasted.usd)})` +
      (prices === null
        ? ''
        : ` · prices of ${escaped(prices.model)}: ${escaped(prices.source)}${prices.date === null ? '' : `, ${escaped(prices.date)}`}`),
    ...(estimate === undefined ? [] : ['', estimateParts(estimate, run.ended).join(' · ')]),
  ];
}

function qualitySection(summary: Summary): string[] {
  const { quality } = summary;
  if (quality.healthScore === null) return [];
  const alerts = [...quality.alerts.map(({ text }) => text), ...momentTexts(quality)];
  return [
    `### Health ${healthText(summary)}`,
    ...(alerts.length + quality.recommendations.length > 0 ? [''] : []),
    ...alerts.map((text) => `- ${escaped(text)}`),
    ...quality.recommendations.map((advice) => `- ${escaped(reasonText(advice))} → ${escaped(advice.text)}`),
  ];
}

function generatorSection({ generator }: Summary): string[] {
  if (generator.workers.length === 0) return [];
  return [
    '### Generator',
    '',
    [
      `send lateness p50 ${ms(generator.sendLateness.p50)}, p95 ${ms(generator.sendLateness.p95)}, p99 ${ms(generator.sendLateness.p99)}`,
      ...generatorFacts(generator),
    ].join(' · '),
  ];
}

function notesSection({ notes }: Summary): string[] {
  return notes.length === 0 ? [] : ['### Notes', '', ...notes.map((note) => `- ${escaped(note)}`)];
}

function repeatSection(summary: Summary): string[] {
  const { repeat, run } = summary;
  const rows = [
    ['command', code(repeat.command)],
    ['seed', String(repeat.seed)],
    [
      'scenario',
      `${escaped(repeat.scenario.file ?? repeat.scenario.name)} (sha256 ${escaped(repeat.scenario.sha256.slice(0, 12))})`,
    ],
    ['plan', escaped(repeat.plan.slice(0, 12))],
    ['target', `${code(run.target.url)} (${escaped(run.target.model)})`],
    ['engine', `${escaped(repeat.engine)}, ${workersText(summary)}`],
    [
      'host',
      `${escaped(repeat.host.platform)}, ${plural(repeat.host.cores, 'core')}, ${count(repeat.host.memoryMb)} MB`,
    ],
    [
      'versions',
      escaped(
        Object.entries(repeat.versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ),
    ],
    ['run', `${run.ids.map(escaped).join(', ')}, started ${run.startedAt}`],
  ];
  return [
    '<details><summary>Repeat this run</summary>',
    '',
    ...table(['', ''], rows, [0, 1]),
    '',
    '</details>',
  ];
}
