/** What became of the calls, for the terminal: how they ended, why they failed, by caller and by tool. */

import { count, ms, percent, plural, usd } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { label, LABEL, tinted } from './block.ts';
import { aligned, wrapped } from './columns.ts';
import { borne, lossText, rateOf, shownRates, toolOutcomes } from './outline.ts';
import type { Style } from './terminal_style.ts';

export function callsBlock(summary: Summary, style: Style): string[] {
  const { calls, run } = summary;
  const parts = [
    `${count(calls.planned)} planned`,
    `${count(calls.completed)} completed`,
    tinted(calls.failed, `${count(calls.failed)} failed`, style.red),
    tinted(calls.blocked, `${count(calls.blocked)} blocked`, style.yellow),
    tinted(calls.notStarted, `${count(calls.notStarted)} not started`, style.yellow),
    style.dim(`${count(run.peakConcurrency)} at once`),
  ];
  const lines = [label('calls', style) + parts.join(' · ')];
  for (const [metric, what, bad] of shownRates) {
    const rate = rateOf(summary, metric);
    if (rate === null || metric === 'error_rate') continue;
    const interval =
      rate.ci === null ? '' : ` (95%: ${percent(rate.ci[0])} to ${percent(rate.ci[1])}, n=${count(rate.of)})`;
    const text = `${percent(rate.rate)} ${what}`;
    lines.push(label('', style) + (bad(rate.rate ?? 0) ? style.yellow(text) : text) + style.dim(interval));
  }
  const loss = lossText(summary);
  if (loss !== null) lines.push(label('', style) + loss);
  return lines;
}

export function failuresBlock(summary: Summary, style: Style, width: number): string[] {
  const { failures } = summary;
  const entries = Object.entries(failures);
  const heads = aligned(
    entries.map(([code, failure]) => [count(failure.count), code]),
    ['right', 'left'],
    'left',
  );
  const lines: string[] = [];
  for (const [index, [code, { meaning, example }]] of entries.entries()) {
    const [n = '', name = code] = heads[index] ?? [];
    const indent = LABEL + n.length + name.length + 4;
    const told = wrapped(
      example === null ? meaning : `${meaning} · ${example}`,
      Math.max(30, width - indent),
    );
    const head = index === 0 ? label('failed', style) : ' '.repeat(LABEL);
    lines.push(`${head}${style.red(n)}  ${name}  ${style.dim(told[0] ?? '')}`);
    for (const line of told.slice(1)) lines.push(' '.repeat(indent) + style.dim(line));
  }
  for (const text of borne(summary)) {
    lines.push(label(lines.length === 0 ? 'failed' : '', style) + style.dim(text));
  }
  return lines;
}

export function callersBlock({ callers }: Summary, style: Style): string[] {
  if (callers.length < 2) return [];
  const rows = callers.map((caller) => [
    caller.caller,
    plural(caller.calls, 'call'),
    `${count(caller.failed)} failed`,
    plural(caller.turns, 'turn'),
    `p50 ${ms(caller.responseLatency.p50)}`,
    `p95 ${ms(caller.responseLatency.p95)}`,
    `${usd(caller.perCallUsd)} a call`,
  ]);
  return aligned(rows, ['left'], 'right').map(
    (cells, line) => (line === 0 ? label('callers', style) : ' '.repeat(LABEL)) + cells.join('  ').trimEnd(),
  );
}

export function toolsBlock({ tools }: Summary, style: Style): string[] {
  const rows = tools.map((tool) => [
    tool.tool,
    plural(tool.calls, 'call'),
    ...(tool.answerLatency.count === 0
      ? ['', '']
      : [`answer p50 ${ms(tool.answerLatency.p50)}`, `p95 ${ms(tool.answerLatency.p95)}`]),
    toolOutcomes(tool).join(', '),
  ]);
  const lines = aligned(rows, ['left', 'right', 'right', 'right', 'left'], 'left');
  return lines.map(
    (cells, line) => (line === 0 ? label('tools', style) : ' '.repeat(LABEL)) + cells.join('  ').trimEnd(),
  );
}
