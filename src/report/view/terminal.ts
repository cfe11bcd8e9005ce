/**
 * The summary as a person reads it at the end of a run: what was done, how fast it was, what went wrong, what it cost,
 * how good the generator was, and the verdict last. Plain lines; colours only through the style that is handed in.
 */

import { plural, seconds } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { callersBlock, callsBlock, failuresBlock, toolsBlock } from './calls_block.ts';
import { costBlock } from './cost_block.ts';
import { bandsBlock, latencyBlock } from './latency_block.ts';
import { shown } from './shown.ts';
import { plainStyle, type Style } from './terminal_style.ts';
import { generatorBlock, healthBlock, notesBlock, verdictBlock } from './verdict_block.ts';

/** Ends with a line break. */
export function terminalReport(told: Summary, style: Style = plainStyle, columns = 100): string {
  const summary = shown(told);
  const width = Math.max(60, Math.min(columns, 120));
  const blocks = [
    headline(summary, style),
    callsBlock(summary, style),
    latencyBlock(summary, style, width),
    bandsBlock(summary, style, width),
    failuresBlock(summary, style, width),
    costBlock(summary, style, width),
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
