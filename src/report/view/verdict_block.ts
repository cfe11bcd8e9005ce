/** What to make of a run, for the terminal: the generator, the agent's health, notes, the verdict, the next step. */

import { count, ms } from '../figure.ts';
import { thresholdText } from '../judge.ts';
import type { Summary } from '../summary.ts';
import { label, LABEL, labelled } from './block.ts';
import { generatorFacts } from './outline.ts';
import { aligned, commandLines, fitting, listed, visibleWidth, without, wrapped } from './columns.ts';
import { nextStep } from './next_step.ts';
import { momentTexts, reasonText } from './monitor_text.ts';
import { healthText, observedCell, verdictExtent, verdictWord } from './outline.ts';
import type { Style } from './terminal_style.ts';

export function generatorBlock({ generator }: Summary, style: Style, width: number): string[] {
  // In virtual time there is nobody who could come late.
  if (generator.workers.length === 0) return [];
  const tint = generator.saturated ? style.red : style.dim;
  const facts = [
    `send lateness p50 ${ms(generator.sendLateness.p50)}, p99 ${ms(generator.sendLateness.p99)}`,
    ...generatorFacts(generator),
  ];
  return labelled('generator', listed(facts, ' · ', width - LABEL).map(tint), style);
}

export function healthBlock(summary: Summary, style: Style, width: number): string[] {
  const { quality } = summary;
  if (quality.healthScore === null) return [];
  const tint =
    quality.status === 'healthy' ? style.green : quality.status === 'degraded' ? style.yellow : style.red;
  const alerts = [...quality.alerts.map((alert) => alert.text), ...momentTexts(quality)];
  const head = listed([tint(healthText(summary)), ...alerts], ' · ', width - LABEL);
  const lines = head.map((line, index) => (index === 0 ? label('health', style) : ' '.repeat(LABEL)) + line);
  for (const advice of quality.recommendations.slice(0, SHOWN_ADVICE)) {
    const [first = '', ...rest] = wrapped(`${reasonText(advice)}. ${advice.text}`, width - LABEL - 2);
    lines.push(`${' '.repeat(LABEL)}→ ${first}`, ...rest.map((line) => `${' '.repeat(LABEL + 2)}${line}`));
  }
  const more = quality.recommendations.length - SHOWN_ADVICE;
  if (more > 0) lines.push(`${' '.repeat(LABEL)}${style.dim(`and ${more} more in report.md`)}`);
  return lines;
}

const SHOWN_ADVICE = 3;

export function notesBlock({ notes }: Summary, style: Style, width: number): string[] {
  return notes
    .flatMap((note) => wrapped(note, width - LABEL))
    .map((line, index) => (index === 0 ? label('notes', style) : ' '.repeat(LABEL)) + style.yellow(line));
}

export function verdictBlock(
  summary: Summary,
  style: Style,
  width: number,
  typed: (text: string) => string,
): string[] {
  const { verdict } = summary;
  const rows = verdict.thresholds.map((result) => [
    result.pass ? '✓' : '✗',
    thresholdText(result),
    observedCell(result),
    result.enoughSamples ? '' : `~ n=${count(result.count)}`,
  ]);
  // The reasons below say what was not measured.
  const dashed = rows.map((row, index) =>
    row.map((cell, column) => (column === 2 && verdict.thresholds[index]?.observed === null ? '–' : cell)),
  );
  const tables = [rows, without(rows, [3]), dashed, without(dashed, [3]), without(rows, [2, 3])].map(
    (table) => aligned(table, ['left', 'left', 'right', 'left'], 'left'),
  );
  // A mark is one blank from its threshold: there is a column to spare.
  const lines = fitting(tables, width + 1).flatMap(([mark = '', ...cells], index) => {
    const tint = verdict.thresholds[index]?.pass === true ? style.green : style.red;
    const line = cells.join('  ').trimEnd();
    if (visibleWidth(line) <= width - 2) return [`${tint(mark)} ${line}`];
    const [first = '', ...rest] = wrapped(line, width - 4);
    return [`${tint(mark)} ${first}`, ...rest.map((words) => `    ${words}`)];
  });
  const tint = { pass: style.green, fail: style.red, invalid: style.yellow, not_judged: style.yellow }[
    verdict.result
  ];
  if (lines.length > 0) lines.push('');
  const extent = verdictExtent(summary);
  const heading = [
    style.bold(tint(verdictWord(verdict).toUpperCase())),
    ...(extent === '' ? [] : [style.bold(style.yellow(extent))]),
  ];
  lines.push(...listed(heading, '  ', width));
  const told = (text: string, paint: (line: string) => string): void => {
    for (const [index, line] of wrapped(text, width - 4).entries())
      lines.push(paint(`${index === 0 ? '  ' : '    '}${line}`));
  };
  for (const reason of verdict.reasons) told(reason, (line) => line);
  for (const warning of verdict.warnings) told(`warning: ${warning}`, style.yellow);
  const next = nextStep(summary);
  told(`next: ${typed(next.text)}`, style.dim);
  if (next.command !== null) {
    for (const line of commandLines(typed(next.command), width - 4)) lines.push(`    ${line}`);
  }
  return lines;
}
