/**
 * The summary as a person reads it at the end of a run: what was done, how fast it was, what went wrong, what it cost,
 * how good the generator was, and the verdict last. Plain lines; colours only through the style that is handed in.
 */

import { bytes, count, figure, ms, percent, plural, seconds, usd } from '../figure.ts';
import type { Band, Summary } from '../summary.ts';
import {
  bandShares,
  LATENCY_COLUMNS,
  latencyRows,
  missingAnswers,
  nextStep,
  rateOf,
  shownRates,
  toolName,
  toolOutcomes,
} from './outline.ts';

export interface Style {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;
export const plainStyle: Style = { red: same, green: same, yellow: same, dim: same, bold: same };

/** Ends with a line break. */
export function terminalReport(summary: Summary, style: Style = plainStyle, columns = 100): string {
  const width = Math.max(60, Math.min(columns, 120));
  const blocks = [
    headline(summary, style),
    callsBlock(summary, style),
    latencyBlock(summary, style),
    bandsBlock(summary, style, width),
    failuresBlock(summary, style, width),
    costBlock(summary, style),
    callersBlock(summary, style),
    toolsBlock(summary, style),
    generatorBlock(summary, style),
    healthBlock(summary, style, width),
    notesBlock(summary, style, width),
    verdictBlock(summary, style, width),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headline({ name, run, repeat }: Summary, style: Style): string[] {
  const target = run.target.simulated ? 'simulated agent' : run.target.url;
  const facts = [
    `${target} (${run.target.model})`,
    `${repeat.engine} engine, ${plural(repeat.workers, 'worker')}`,
    seconds(run.durationMs / 1000),
    `seed ${repeat.seed}`,
  ];
  return [`${style.bold(name)}  ${style.dim(facts.join(' · '))}`];
}

function callsBlock(summary: Summary, style: Style): string[] {
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
  return lines;
}

function latencyBlock(summary: Summary, style: Style): string[] {
  const rows = latencyRows(summary);
  const header = ['', 'n', ...LATENCY_COLUMNS];
  const body = rows.map((row) => [
    `${row.part ? '  ' : ''}${row.metric}`,
    count(row.count),
    ...row.cells.map((cell) => (cell.tooFew ? `~${cell.text}` : cell.text)),
  ]);
  const faint = rows.map((row) => [row.part, false, ...row.cells.map((cell) => cell.tooFew)]);
  const lines = aligned([header, ...body]).map((cells, line) =>
    cells
      .map((cell, column) => {
        if (line === 0) return style.dim(cell);
        const row = rows[line - 1];
        if (row?.metric === 'response_latency' && column === 0) return style.bold(cell);
        return faint[line - 1]?.[column] === true ? style.dim(cell) : cell;
      })
      .join('  ')
      .trimEnd(),
  );
  const notes: string[] = [];
  const missing = missingAnswers(summary);
  if (missing > 0)
    notes.push(
      style.red(
        `${plural(missing, 'answer')} never came and ${missing === 1 ? 'is' : 'are'} in no percentile`,
      ),
    );
  if (rows.some((row) => row.cells.some((cell) => cell.tooFew))) {
    notes.push(style.dim('~ fewer than ten samples beyond it'));
  }
  return notes.length === 0 ? lines : [...lines, notes.join(style.dim(' · '))];
}

const blocksOf: Readonly<Record<Band | 'unanswered', string>> = {
  excellent: '█',
  good: '▓',
  acceptable: '▒',
  poor: '░',
  unacceptable: '·',
  unanswered: '×',
};

function bandsBlock(summary: Summary, style: Style, width: number): string[] {
  const shares = bandShares(summary);
  const all = shares.reduce((total, { count: n }) => total + n, 0);
  if (all === 0) return [];
  const room = width - LABEL;
  const tint: Readonly<Record<Band | 'unanswered', (text: string) => string>> = {
    excellent: style.green,
    good: style.green,
    acceptable: style.yellow,
    poor: style.red,
    unacceptable: style.red,
    unanswered: style.red,
  };
  let done = 0;
  let drawn = 0;
  let bar = '';
  for (const { band, count: n } of shares) {
    done += n;
    const until = Math.round((done / all) * room);
    bar += tint[band](blocksOf[band].repeat(until - drawn));
    drawn = until;
  }
  const { boundsMs } = summary.bands;
  const legend = shares
    .filter(({ band, count: n }) => n > 0 || (band !== 'unanswered' && band !== 'unacceptable'))
    .map(({ band, share }) => {
      const bound = band === 'unanswered' || band === 'unacceptable' ? '' : ` <${boundsMs[band]}`;
      return `${blocksOf[band]} ${band}${bound} ${percent(share)}`;
    });
  return [label('answers', style) + bar, ' '.repeat(LABEL) + style.dim(legend.join('  '))];
}

function failuresBlock({ failures, turns }: Summary, style: Style, width: number): string[] {
  const entries = Object.entries(failures);
  const heads = aligned(
    entries.map(([code, failure]) => [count(failure.count), code]),
    ['right', 'left'],
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
  const inTurns = Object.entries(turns.failures).map(([code, n]) => `${count(n)} ${code}`);
  if (inTurns.length > 0) {
    const head = label(lines.length === 0 ? 'failed' : '', style);
    lines.push(head + style.dim(`of turns: ${inTurns.join(' · ')}`));
  }
  return lines;
}

function costBlock({ cost }: Summary, style: Style): string[] {
  if (cost.totalUsd === null) return [];
  const { projected, prices } = cost;
  const lines = [
    label('cost', style) +
      [
        style.bold(usd(cost.totalUsd)),
        `${usd(cost.perCallUsd)} a call`,
        `${usd(cost.perMinuteUsd)} a minute`,
        `${usd(cost.perTurnUsd)} a turn`,
      ].join(' · '),
    ' '.repeat(LABEL) +
      [
        `at scale: ${usd(projected.per1000CallsUsd)} per 1,000 calls`,
        ...(projected.perMonthUsd === null
          ? []
          : [`${usd(projected.perMonthUsd)} a month at ${count(projected.callsPerMonth)} calls`]),
      ].join(' · '),
  ];
  const parts = cost.parts.filter((part) => part.amount > 0);
  const table = parts.map((part) => [
    part.part,
    part.of === 's' ? seconds(part.amount) : `${count(Math.round(part.amount))} tokens`,
    usd(part.usd),
  ]);
  for (const cells of aligned(table)) lines.push(' '.repeat(LABEL) + style.dim(cells.join('  ')));
  const facts = [
    `cache hit ${percent(cost.cacheHitRate)}`,
    `wasted audio ${seconds(cost.wasted.audioS)} (${usd(cost.wasted.usd)})`,
    prices === null
      ? ''
      : `prices: ${prices.model}, ${prices.source}${prices.date === null ? '' : `, ${prices.date}`}`,
  ];
  lines.push(' '.repeat(LABEL) + style.dim(facts.filter((fact) => fact !== '').join(' · ')));
  return lines;
}

function callersBlock({ callers }: Summary, style: Style): string[] {
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
  return aligned(rows).map(
    (cells, line) => (line === 0 ? label('callers', style) : ' '.repeat(LABEL)) + cells.join('  ').trimEnd(),
  );
}

function toolsBlock({ tools }: Summary, style: Style): string[] {
  const rows = tools.map((tool) => [
    toolName(tool),
    plural(tool.calls, 'call'),
    ...(tool.answerLatency.count === 0
      ? ['', '']
      : [`answer p50 ${ms(tool.answerLatency.p50)}`, `p95 ${ms(tool.answerLatency.p95)}`]),
    toolOutcomes(tool).join(', '),
  ]);
  const lines = aligned(rows, ['left', 'right', 'right', 'right', 'left']);
  return lines.map(
    (cells, line) => (line === 0 ? label('tools', style) : ' '.repeat(LABEL)) + cells.join('  ').trimEnd(),
  );
}

function generatorBlock({ generator }: Summary, style: Style): string[] {
  const tint = generator.saturated ? style.red : style.dim;
  const facts = [
    `send lateness p50 ${ms(generator.sendLateness.p50)}, p99 ${ms(generator.sendLateness.p99)}`,
    `loop lag p99 ${ms(generator.loopLag.p99)}`,
    `start lateness p99 ${ms(generator.startLateness.p99)}`,
    `${count(generator.frames)} frames, ${count(generator.dropped)} dropped`,
    `${bytes(generator.bytesSent)} up, ${bytes(generator.bytesReceived)} down`,
    `${generator.cpuCores === null ? '–' : generator.cpuCores.toFixed(2)} cores`,
    `${count(Math.round(generator.rssMb))} MB`,
  ];
  return [
    label('generator', style) + tint(facts.slice(0, 3).join(' · ')),
    ' '.repeat(LABEL) + tint(facts.slice(3).join(' · ')),
  ];
}

function healthBlock({ quality }: Summary, style: Style, width: number): string[] {
  if (quality.healthScore === null) return [];
  const tint =
    quality.status === 'healthy' ? style.green : quality.status === 'degraded' ? style.yellow : style.red;
  const alerts = quality.alerts.map((alert) => alert.text);
  const lines = [
    label('health', style) + [tint(`${quality.healthScore}/100 ${quality.status}`), ...alerts].join(' · '),
  ];
  for (const { because, text } of quality.recommendations.slice(0, SHOWN_ADVICE)) {
    const [first = '', ...rest] = wrapped(`${because}. ${text}`, width - LABEL - 2);
    lines.push(`${' '.repeat(LABEL)}→ ${first}`, ...rest.map((line) => `${' '.repeat(LABEL + 2)}${line}`));
  }
  const more = quality.recommendations.length - SHOWN_ADVICE;
  if (more > 0) lines.push(`${' '.repeat(LABEL)}${style.dim(`and ${more} more in report.md`)}`);
  return lines;
}

const SHOWN_ADVICE = 3;

function notesBlock({ notes }: Summary, style: Style, width: number): string[] {
  return notes
    .flatMap((note) => wrapped(note, width - LABEL))
    .map((line, index) => (index === 0 ? label('notes', style) : ' '.repeat(LABEL)) + style.yellow(line));
}

function verdictBlock(summary: Summary, style: Style, width: number): string[] {
  const { verdict } = summary;
  const rows = verdict.thresholds.map((result) => [
    result.pass ? '✓' : '✗',
    `${result.metric} ${result.text}`,
    result.observed === null ? 'nothing measured' : figure(result.observed, result.unit),
    result.enoughSamples ? '' : `~ n=${count(result.count)}`,
  ]);
  const lines = aligned(rows, ['left', 'left', 'right', 'left']).map(([mark = '', ...cells], index) => {
    const tint = verdict.thresholds[index]?.pass === true ? style.green : style.red;
    return `${tint(mark)} ${cells.join('  ').trimEnd()}`;
  });
  const tint = { pass: style.green, fail: style.red, invalid: style.yellow }[verdict.result];
  if (lines.length > 0) lines.push('');
  lines.push(style.bold(tint(verdict.result.toUpperCase())));
  const told = (text: string, paint: (line: string) => string): void => {
    for (const [index, line] of wrapped(text, width - 4).entries())
      lines.push(paint(`${index === 0 ? '  ' : '    '}${line}`));
  };
  for (const reason of verdict.reasons) told(reason, same);
  for (const warning of verdict.warnings) told(`warning: ${warning}`, style.yellow);
  const next = nextStep(summary);
  told(`next: ${next.text}`, style.dim);
  // Never wrapped: it is there to be copied.
  if (next.command !== null) lines.push(`    ${next.command}`);
  return lines;
}

const LABEL = 11;

function label(text: string, style: Style): string {
  return style.dim(text.padEnd(LABEL));
}

function tinted(amount: number, text: string, tint: (text: string) => string): string {
  return amount > 0 ? tint(text) : text;
}

type Side = 'left' | 'right';

/** Cells padded to their column's width: the first column to the left, the others to the right unless told. */
function aligned(rows: readonly (readonly string[])[], sides: readonly Side[] = ['left']): string[][] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return (sides[column] ?? 'right') === 'left' ? cell.padEnd(width) : cell.padStart(width);
    }),
  );
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
