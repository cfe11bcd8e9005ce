/**
 * The summary as a person reads it at the end of a run: what was done, how fast it was, what went wrong, what it cost,
 * how good the generator was, and the verdict last. Plain lines; colours only through the style that is handed in.
 */

import { seconds } from '../figure.ts';
import { workersText } from '../shares.ts';
import type { Summary } from '../summary.ts';
import { callersBlock, callsBlock, errorsBlock, failuresBlock, toolsBlock } from './calls_block.ts';
import { chaosBlock } from './chaos_block.ts';
import { costBlock } from './cost_block.ts';
import { expectationBlock } from './expectation_block.ts';
import { bandsBlock, latencyBlock } from './latency_block.ts';
import { listed, visibleWidth, wrapped } from './columns.ts';
import { lostBlock } from './lost_block.ts';
import { panelBlock } from './panel_block.ts';
import { shown } from './shown.ts';
import { plainStyle, type Style } from './terminal_style.ts';
import { windowBlock } from './window_block.ts';
import { generatorBlock, healthBlock, notesBlock, verdictBlock } from './verdict_block.ts';

const NARROWEST = 40;
const WIDEST = 120;

/** Ends with a line break. `typed`: a command as whoever reads it would type it. */
export function terminalReport(
  told: Summary,
  style: Style = plainStyle,
  columns = 100,
  typed: (text: string) => string = (text) => text,
): string {
  const summary = shown(told);
  const width = Math.max(NARROWEST, Math.min(columns, WIDEST));
  const blocks = [
    headline(summary, style, width),
    callsBlock(summary, style, width),
    latencyBlock(summary, style, width),
    bandsBlock(summary, style, width),
    panelBlock(summary, style, width),
    failuresBlock(summary, style, width),
    lostBlock(summary, style, width),
    errorsBlock(summary, style, width),
    expectationBlock(summary, style, width),
    chaosBlock(summary, style, width),
    windowBlock(summary, style, width),
    costBlock(summary, style, width),
    callersBlock(summary, style, width),
    toolsBlock(summary, style, width),
    generatorBlock(summary, style, width),
    healthBlock(summary, style, width),
    notesBlock(summary, style, width),
    verdictBlock(summary, style, width, typed),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headline(summary: Summary, style: Style, width: number): string[] {
  const { name, run, repeat } = summary;
  const target = run.target.simulated ? 'simulated agent' : run.target.url;
  const facts = [
    `${target} (${run.target.model})`,
    `${repeat.engine} engine, ${workersText(summary)}`,
    seconds(run.durationMs / 1000),
    `seed ${repeat.seed}`,
  ];
  const line = facts.join(' · ');
  if (visibleWidth(name) + 2 + visibleWidth(line) <= width)
    return [`${style.bold(name)}  ${style.dim(line)}`];
  return [
    ...wrapped(name, width).map((words) => style.bold(words)),
    ...listed(facts, ' · ', width - 2).map((words) => `  ${style.dim(words)}`),
  ];
}
