/** What became of the calls, for the terminal: how they ended, why they failed, by caller and by tool. */

import { count, ms, percent, plural, range, usd } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { LABEL, labelled, labelledTable, tinted } from './block.ts';
import { aligned, listed, shortened, visibleWidth, without, wrapped } from './columns.ts';
import { borne, lossText, rateOf, shownRates, toldErrors, toolOutcomes } from './outline.ts';
import type { Style } from './terminal_style.ts';

export function callsBlock(summary: Summary, style: Style, width: number): string[] {
  const { calls, run } = summary;
  const parts = [
    `${count(calls.planned)} planned`,
    `${count(calls.completed)} completed`,
    tinted(calls.failed, `${count(calls.failed)} failed`, style.red),
    tinted(calls.blocked, `${count(calls.blocked)} blocked`, style.yellow),
    tinted(calls.notStarted, `${count(calls.notStarted)} not started`, style.yellow),
    style.dim(`${count(run.peakConcurrency)} at once`),
  ];
  const room = width - LABEL;
  const lines = listed(parts, ' · ', room);
  for (const [metric, what, bad] of shownRates) {
    const rate = rateOf(summary, metric);
    if (rate === null || metric === 'error_rate') continue;
    const interval = rate.ci === null ? '' : ` (95%: ${range(rate.ci, percent)}, n=${count(rate.of)})`;
    const text = `${percent(rate.rate)} ${what}`;
    const tint = bad(rate.rate ?? 0) ? style.yellow : (line: string): string => line;
    if (visibleWidth(text + interval) <= room) lines.push(tint(text) + style.dim(interval));
    else {
      lines.push(...wrapped(text, room).map(tint));
      lines.push(...wrapped(interval.trim(), room - 2).map((line) => style.dim(`  ${line}`)));
    }
  }
  const loss = lossText(summary);
  if (loss !== null) lines.push(...wrapped(loss, room));
  return labelled('calls', lines, style);
}

export function failuresBlock(summary: Summary, style: Style, width: number): string[] {
  const { failures } = summary;
  const entries = Object.entries(failures).map(([code, failure]) => ({
    ...failure,
    code,
    amount: count(failure.count),
  }));
  const [amountWidth, codeWidth] = [
    Math.max(0, ...entries.map(({ amount }) => amount.length)),
    Math.max(0, ...entries.map(({ code }) => code.length)),
  ];
  const indent = amountWidth + codeWidth + 4;
  const beside = width - LABEL - indent;
  const lines: string[] = [];
  for (const { amount, code, meaning, example } of entries) {
    const head = style.red(amount.padStart(amountWidth));
    const text = example === null ? meaning : `${meaning} · ${example}`;
    if (beside >= LEAST_BESIDE) {
      const [first = '', ...rest] = wrapped(text, beside);
      lines.push(`${head}  ${code.padEnd(codeWidth)}  ${style.dim(first)}`);
      for (const line of rest) lines.push(' '.repeat(indent) + style.dim(line));
    } else {
      lines.push(`${head}  ${code}`);
      for (const line of wrapped(text, width - LABEL - 2)) lines.push(`  ${style.dim(line)}`);
    }
  }
  for (const text of borne(summary))
    lines.push(...wrapped(text, width - LABEL).map((line) => style.dim(line)));
  return labelled('failed', lines, style);
}

/** Columns that an explanation needs to stand beside what it explains. */
const LEAST_BESIDE = 30;

export function errorsBlock(summary: Summary, style: Style, width: number): string[] {
  const lines = toldErrors(summary).flatMap((text) => {
    const [first = '', ...rest] = wrapped(text, width - LABEL - 2);
    return [first, ...rest.map((line) => `  ${line}`)];
  });
  return labelled(
    'errors',
    lines.map((line) => style.yellow(line)),
    style,
  );
}

export function callersBlock({ callers }: Summary, style: Style, width: number): string[] {
  if (callers.length < 2) return [];
  const rows = callers.map((caller) => [
    shortened(caller.caller, Math.floor(width / 3)),
    plural(caller.calls, 'call'),
    `${count(caller.failed)} failed`,
    plural(caller.turns, 'turn'),
    `p50 ${ms(caller.responseLatency.p50)}`,
    `p95 ${ms(caller.responseLatency.p95)}`,
    `${usd(caller.perCallUsd)} a call`,
  ]);
  // What is least missed goes first: turns, cost, the median, calls, failures.
  const tables = [[], [3], [3, 6], [3, 4, 6], [1, 3, 4, 6], [1, 2, 3, 4, 6]];
  const cut = tables.map((left) => aligned(without(rows, left), ['left'], 'right'));
  return labelledTable('callers', cut, style, width);
}

export function toolsBlock({ tools }: Summary, style: Style, width: number): string[] {
  if (tools.length === 0) return [];
  const [NAME, CALLS, P50, BARE_P95, P95, OUTCOMES] = [0, 1, 2, 3, 4, 5];
  const rows = tools.map((tool) => [
    shortened(tool.tool, Math.floor(width / 3)),
    plural(tool.calls, 'call'),
    ...(tool.answerLatency.count === 0
      ? ['', '', '']
      : [
          `answer p50 ${ms(tool.answerLatency.p50)}`,
          `p95 ${ms(tool.answerLatency.p95)}`,
          `answer p95 ${ms(tool.answerLatency.p95)}`,
        ]),
    toolOutcomes(tool).join(', '),
  ]);
  const tables = [
    [NAME, CALLS, P50, BARE_P95, OUTCOMES],
    [NAME, CALLS, P95, OUTCOMES],
    [NAME, P95, OUTCOMES],
    [NAME, CALLS, OUTCOMES],
    [NAME, OUTCOMES],
    [NAME, CALLS],
  ].map((columns) => {
    const sides = columns.map((column) => (column === NAME || column === OUTCOMES ? 'left' : 'right'));
    return aligned(
      rows.map((row) => columns.map((column) => row[column] ?? '')),
      sides,
      'left',
    );
  });
  return labelledTable('tools', tables, style, width);
}
