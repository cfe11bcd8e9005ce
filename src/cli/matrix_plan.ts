/**
 * The cells of a matrix, each checked and compiled before any is made: a mistake in the last one is told before the first call.
 */

import { dirname } from 'node:path';
import { arrivalInstants } from '../core/load/arrivals.ts';
import type { Plan } from '../core/plan/plan.ts';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import { Random } from '../core/word/random.ts';
import { withoutSecrets } from '../core/word/secret.ts';
import { estimatePlan, type PlanEstimate } from '../forecast/estimate.ts';
import { cellsOf, countCells, type Cell } from '../report/matrix/design.ts';
import { compileWith, type Compiled } from '../scenario/compile.ts';
import type { Factor } from '../scenario/factor.ts';
import { loadScenario, type LoadedScenario } from '../scenario/load_scenario.ts';
import { ownNoisesFor, pinned } from '../scenario/own_noise.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { variedData, variedScenario } from '../scenario/vary.ts';

export const MOST_CELLS = 64;

export interface PlannedCell extends Cell {
  /** The factors' levels, by name, as they were written. */
  readonly texts: Readonly<Record<string, string>>;
  readonly plan: Plan;
  readonly estimate: PlanEstimate;
  /** Its audio is made for the run, and kept no longer. */
  readonly compile: () => Promise<Compiled>;
}

export interface MatrixPlan {
  readonly cells: readonly [PlannedCell, ...PlannedCell[]];
  readonly callsPerCell: number;
  readonly seed: number;
  readonly loaded: LoadedScenario;
  readonly notes: readonly string[];
}

export interface MatrixWish {
  readonly file: string;
  readonly cwd: string;
  readonly factors: readonly Factor[];
  readonly calls?: number;
  readonly seed?: number;
  readonly target?: string;
}

/** Throws ConfigError or ConfigErrors: of the scenario itself, or of what a level makes of it. */
export async function planMatrix(wish: MatrixWish): Promise<MatrixPlan> {
  const { file, cwd, factors } = wish;
  const count = countCells(factors);
  if (count > MOST_CELLS) {
    const product = factors.map(({ levels }) => levels.length).join(' × ');
    throw new ConfigError(`expected at most ${MOST_CELLS} cells, found ${count} (${product})`, {
      code: 'option_invalid',
      path: '--vary',
      hint: 'Leave out levels or factors: every level is tried with every other.',
    });
  }
  const loaded = await loadScenario(file, { cwd });
  const seed = wish.seed ?? loaded.scenario.seed;
  const callsPerCell = callsOf(loaded.scenario, wish.calls, seed);
  const byKeys = new Map<string, Promise<LoadedScenario>>();
  const cells: PlannedCell[] = [];
  for (const cell of cellsOf(factors)) {
    const texts = Object.fromEntries(
      factors.map(({ name, levels }, index) => [
        name,
        shownLevel(levels[cell.levels[index] ?? 0]?.text ?? ''),
      ]),
    );
    const keys = JSON.stringify(
      factors.map(({ kind }, index) => (kind === 'key' ? cell.levels[index] : null)),
    );
    const own = byKeys.get(keys) ?? loadCell(wish, cell);
    byKeys.set(keys, own);
    const compile = async (): Promise<Compiled> => {
      const { scenario, repertoire, path } = await own;
      const varied = variedScenario(scenario, factors, cell.levels, callsPerCell);
      const steps = (varied.impairments ?? []).map(({ recipeStep }) => recipeStep);
      const noises = await ownNoisesFor(steps, dirname(path));
      const impairments = varied.impairments?.map((one) => ({
        ...one,
        recipeStep: pinned(one.recipeStep, noises),
      }));
      return compileWith(
        { ...repertoire, noises },
        { ...varied, ...(impairments === undefined ? {} : { impairments }) },
        {
          seed,
          ...(wish.calls === undefined ? {} : { calls: wish.calls }),
          ...(wish.target === undefined ? {} : { target: wish.target }),
        },
      );
    };
    const { plan } = await inCell(texts, compile);
    cells.push({ ...cell, texts, plan, estimate: estimatePlan(plan), compile });
  }
  const [first, ...rest] = cells;
  if (first === undefined) throw new RangeError('a matrix without cells');
  return { cells: [first, ...rest], callsPerCell, seed, loaded, notes: notesOf(loaded.scenario, factors) };
}

function loadCell({ file, cwd, factors }: MatrixWish, { levels }: Cell): Promise<LoadedScenario> {
  return loadScenario(file, { cwd, change: (data) => variedData(data, factors, levels) });
}

/** The scenario itself is right: what is wrong in a cell is its levels', which stand in no line of the file. */
async function inCell<T>(texts: PlannedCell['texts'], make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const all = error instanceof ConfigErrors ? error.errors : error instanceof ConfigError ? [error] : null;
    if (all === null) throw error;
    const cell = Object.entries(texts).map(([name, text]) => `${name}=${text}`);
    throw new ConfigErrors(
      all.map(
        ({ message, place: { path, hint } }) =>
          new ConfigError(path === undefined ? message : `${path}: ${message}`, {
            code: 'option_invalid',
            path: `--vary, in the cell ${cell.join(' ')}`,
            ...(hint === undefined ? {} : { hint }),
          }),
      ),
    );
  }
}

function shownLevel(text: string): string {
  return /^wss?:/.test(text) ? withoutSecrets(text) : text;
}

/** Every cell makes the same calls, so that there have to be so many, and not as many as there is time for. */
function callsOf({ load }: Scenario, asked: number | undefined, seed: number): number {
  const calls = asked ?? load.calls;
  if (load.mode === 'open') {
    const arrivals = arrivalInstants(load.phases, (phase) => new Random(seed, 'arrivals', phase)).length;
    return Math.min(calls ?? arrivals, arrivals);
  }
  if (calls !== undefined) return calls;
  throw new ConfigError(
    'expected a number of calls: a load that ends by the clock makes other calls in each cell',
    {
      code: 'option_invalid',
      path: '--calls',
      hint: 'Give --calls, or load.calls in the scenario.',
    },
  );
}

function notesOf({ load, judgement }: Scenario, factors: readonly Factor[]): readonly string[] {
  const atOnce = factors.some(({ kind }) => kind === 'concurrency');
  return [
    ...(load.mode === 'open' && atOnce
      ? [
          'The scenario’s load is open; with concurrency varied, its calls come as fast as places fall free, and not when they arrive.',
        ]
      : []),
    ...(load.mode === 'closed' && load.holdMs !== undefined
      ? [
          'The scenario’s load ends by the clock; a cell ends with its calls, so that all cells have the same.',
        ]
      : []),
    ...(judgement.budget === undefined ? [] : ['The scenario’s budget holds for each cell by itself.']),
  ];
}
