/** What to make of a run, for the terminal: the generator, the agent's health, notes, the verdict, the next step. */

import { count, ms } from '../figure.ts';
import { thresholdText } from '../judge.ts';
import type { Summary } from '../summary.ts';
import { label, LABEL } from './block.ts';
import { generatorFacts } from './outline.ts';
import { aligned, listed, wrapped } from './columns.ts';
import { nextStep } from './next_step.ts';
import { healthText, observedCell, verdictExtent, verdictWord } from './outline.ts';
import type { Style } from './terminal_style.ts';

export function generatorBlock({ generator }: Summary, style: Style): string[] {
  const tint = generator.saturated ? style.red : style.dim;
  const facts = [
    `send lateness p50 ${ms(generator.sendLateness.p50)}, p99 ${ms(generator.sendLateness.p99)}`,
    ...generatorFacts(generator),
  ];
  return [
    label('generator', style) + tint(facts.slice(0, 3).join(' · ')),
    ' '.repeat(LABEL) + tint(facts.slice(3).join(' · ')),
  ];
}

export function healthBlock(summary: Summary, style: Style, width: number): string[] {
  const { quality } = summary;
  if (quality.healthScore === null) return [];
  const tint =
    quality.status === 'healthy' ? style.green : quality.status === 'degraded' ? style.yellow : style.red;
  const alerts = quality.alerts.map((alert) => alert.text);
  const head = listed([tint(healthText(summary)), ...alerts], ' · ', width - LABEL);
  const lines = head.map((line, index) => (index === 0 ? label('health', style) : ' '.repeat(LABEL)) + line);
  for (const { because, text } of quality.recommendations.slice(0, SHOWN_ADVICE)) {
    const [first = '', ...rest] = wrapped(`${because}. ${text}`, width - LABEL - 2);
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

export function verdictBlock(summary: Summary, style: Style, width: number): string[] {
  const { verdict } = summary;
  const rows = verdict.thresholds.map((result) => [
    result.pass ? '✓' : '✗',
    thresholdText(result),
    observedCell(result),
    result.enoughSamples ? '' : `~ n=${count(result.count)}`,
  ]);
  const lines = aligned(rows, ['left', 'left', 'right', 'left'], 'left').map(
    ([mark = '', ...cells], index) => {
      const tint = verdict.thresholds[index]?.pass === true ? style.green : style.red;
      return `${tint(mark)} ${cells.join('  ').trimEnd()}`;
    },
  );
  const tint = { pass: style.green, fail: style.red, invalid: style.yellow, not_judged: style.yellow }[
    verdict.result
  ];
  if (lines.length > 0) lines.push('');
  const extent = verdictExtent(summary);
  lines.push(
    style.bold(tint(verdictWord(verdict).toUpperCase())) +
      (extent === '' ? '' : `  ${style.bold(style.yellow(extent))}`),
  );
  const told = (text: string, paint: (line: string) => string): void => {
    for (const [index, line] of wrapped(text, width - 4).entries())
      lines.push(paint(`${index === 0 ? '  ' : '    '}${line}`));
  };
  for (const reason of verdict.reasons) told(reason, (line) => line);
  for (const warning of verdict.warnings) told(`warning: ${warning}`, style.yellow);
  const next = nextStep(summary);
  told(`next: ${next.text}`, style.dim);
  // Never wrapped: it is there to be copied.
  if (next.command !== null) lines.push(`    ${next.command}`);
  return lines;
}
