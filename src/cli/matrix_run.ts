/**
 * Makes the cells of a matrix one after the other, in their shuffled order, and sums up what they did to each metric. A cell that
 * cannot be trusted is told of and is in no pair; whatever ends the matrix, what was measured by then is what it reports.
 */

import { join } from 'node:path';
import { withoutSecrets } from '../core/word/secret.ts';
import { visible } from '../core/word/visible.ts';
import type { CellFigures } from '../report/matrix/cell_figures.ts';
import { RESAMPLES } from '../report/matrix/contrast.ts';
import { orderOf } from '../report/matrix/design.ts';
import { effectsOf, figureOf } from '../report/matrix/effects.ts';
import { effectName, MATRIX_VERSION, type Matrix, type MatrixCell } from '../report/matrix/matrix.ts';
import { cellName } from '../report/matrix/matrix_terminal.ts';
import { usualMetrics, type StudiedMetric } from '../report/matrix/studied_metric.ts';
import type { Summary } from '../report/summary.ts';
import { exitCodeOf } from '../report/verdict.ts';
import type { Factor } from '../scenario/factor.ts';
import type { Interrupts } from './interrupts.ts';
import { style, type Io } from './io.ts';
import { makeCell, type CellMaking } from './matrix_cell.ts';
import type { MatrixOptions } from './matrix_options.ts';
import type { MatrixPlan, PlannedCell } from './matrix_plan.ts';

export interface MatrixMaking {
  readonly io: Io;
  readonly planned: MatrixPlan;
  readonly factors: readonly Factor[];
  readonly options: MatrixOptions;
  readonly directory: string;
  readonly command: string;
  readonly interrupts: Interrupts;
}

export interface MadeMatrix {
  readonly result: Matrix;
  readonly exitCode: number;
  /** What of the cells' records could not be kept. */
  readonly lost: readonly string[];
}

const INTERRUPTED = 130;
const INVALID = 3;
const UNREACHABLE = 5;

export async function makeMatrix(making: MatrixMaking): Promise<MadeMatrix> {
  const { io, planned, options, directory, command, interrupts } = making;
  const { bold, dim } = style(io);
  const say = options.quiet === true ? () => {} : (text: string) => io.err(text);
  const [polite, hard] = [new AbortController(), new AbortController()];
  interrupts.on((times) => {
    if (times === 1) io.err('\nstopping: ending this cell (again to cut its calls off)\n');
    polite.abort('stopped by the user');
    if (times > 1) hard.abort('stopped by the user');
  });
  const studied = options.metric ?? usualMetrics;
  const order = orderOf(planned.cells, options.repeat ?? 1, planned.seed);
  const agents: CellMaking['agents'] = new Map();
  const repeats = new Map<number, CellFigures[]>();
  const cells: MatrixCell[] = [];
  const lost: string[] = [];
  const codes: number[] = [];
  say(
    `${bold(visible(planned.cells[0].plan.scenario.name))}  ${dim('→')} ${options.rehearse === true ? 'simulated agent, in virtual time' : visible(targetOf(planned))}\n`,
  );
  let stopped = false;
  for (const [index, { cell, repeat }] of order.entries()) {
    const folder = folderOf(cell, repeat, order.length);
    const told = { cell: cell.number, repeat, levels: cell.texts, folder };
    // A rehearsal lets nothing else happen: what came during it is heard of here.
    await new Promise((resolve) => setImmediate(resolve));
    stopped ||= polite.signal.aborted;
    if (stopped) {
      cells.push({ ...told, state: 'not_made', why: [], calls: null, figures: {} });
      continue;
    }
    say(dim(`cell ${index + 1} of ${order.length}: ${visible(cellName(told))}\n`));
    const made = await makeCell({
      io,
      compiled: await cell.compile(),
      loaded: planned.loaded,
      directory: join(directory, folder),
      rehearse: options.rehearse === true,
      faults: options.fault ?? [],
      command,
      quiet: options.quiet === true || options.rehearse === true,
      agents,
      signal: polite.signal,
      cutOff: hard.signal,
    });
    lost.push(...made.lost);
    const { summary, figures } = made;
    const { state, why } = stateOf(summary);
    if (state === 'measured') repeats.set(cell.number, [...(repeats.get(cell.number) ?? []), figures]);
    cells.push({ ...told, state, why, calls: callsOf(summary), figures: figuresOf(figures, studied) });
    const code = summary === null ? INVALID : exitCodeOf(summary);
    codes.push(code);
    // The others would find as little.
    if (code === UNREACHABLE) stopped = true;
  }
  const interrupted = polite.signal.aborted;
  const factors = making.factors.map(({ name, levels }, index) => ({
    name,
    levels: levels.map((_, level) => textOf(planned, index, level, name)),
  }));
  const measured = planned.cells.map((cell) => ({ ...cell, repeats: repeats.get(cell.number) ?? [] }));
  const effects = effectsOf(factors, measured, studied, planned.seed);
  const withData = new Set(effects.map(effectName));
  const result: Matrix = {
    type: 'matrix',
    version: MATRIX_VERSION,
    name: planned.cells[0].plan.scenario.name,
    file: planned.loaded.file,
    seed: planned.seed,
    command,
    engine: options.rehearse === true ? 'virtual' : 'node',
    target: options.rehearse === true ? 'simulator' : targetOf(planned),
    callsPerCell: planned.callsPerCell,
    factors,
    cells,
    effects,
    withoutData: options.metric?.map(effectName).filter((name) => !withData.has(name)) ?? [],
    resamples: RESAMPLES,
    interrupted,
    notes: planned.notes,
  };
  return { result, exitCode: interrupted ? INTERRUPTED : worstOf(codes), lost };
}

function worstOf(codes: readonly number[]): number {
  if (codes.includes(UNREACHABLE)) return UNREACHABLE;
  if (codes.includes(INVALID)) return INVALID;
  return codes.find((code) => code !== 0) === undefined ? 0 : 1;
}

function stateOf(summary: Summary | null): Pick<MatrixCell, 'state' | 'why'> {
  if (summary === null) return { state: 'left_out', why: ['it could not be summed up'] };
  const { verdict, run } = summary;
  if (verdict.result === 'invalid') return { state: 'left_out', why: verdict.reasons };
  if (exitCodeOf(summary) === UNREACHABLE)
    return { state: 'left_out', why: ['the target could not be reached'] };
  if (run.ended !== 'done')
    return { state: 'measured', why: [`it was stopped before its end (${run.ended})`] };
  return { state: 'measured', why: [] };
}

function callsOf(summary: Summary | null): MatrixCell['calls'] {
  if (summary === null) return null;
  const { planned, completed, failed } = summary.calls;
  return { planned, completed, failed };
}

function figuresOf(figures: CellFigures, studied: readonly StudiedMetric[]): MatrixCell['figures'] {
  return Object.fromEntries(studied.map((one) => [effectName(one), figureOf([figures], one)]));
}

function textOf({ cells }: MatrixPlan, factor: number, level: number, name: string): string {
  return cells.find(({ levels }) => levels[factor] === level)?.texts[name] ?? '';
}

function targetOf({ cells }: MatrixPlan): string {
  const urls = new Set(cells.map(({ plan }) => withoutSecrets(plan.target.url)));
  return [...urls].join(', ');
}

/** `cells/03-noise-babble-10db-loss-0`: the number is the design's, and what follows for people. */
function folderOf({ number, texts }: PlannedCell, repeat: number, runs: number): string {
  const words = Object.entries(texts)
    .map(([name, text]) => `${name.split('.').at(-1) ?? name} ${text}`)
    .join(' ')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  const digits = String(runs).length;
  return join(
    'cells',
    `${String(number + 1).padStart(digits, '0')}-${words}${repeat > 1 ? `-r${repeat}` : ''}`,
  );
}
