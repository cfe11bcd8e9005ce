/** Makes one cell of a matrix, over sockets or in virtual time, with its log, plan and report in a folder of its own. */

import { dirname, join, resolve } from 'node:path';
import { loadAgent, type Agent } from '../agent/simulator.ts';
import { readFaultText } from '../fault/fault_wish.ts';
import { PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';
import type { CellFigures } from '../report/matrix/cell_figures.ts';
import type { Summary } from '../report/summary.ts';
import { LOG_FILE } from '../report/read.ts';
import { writeReports } from '../report/write.ts';
import { figuresSink } from '../run/figures_sink.ts';
import { keepPlan } from '../run/plan_file.ts';
import { rehearsePlan } from '../run/rehearse_plan.ts';
import { runPlan } from '../run/run_plan.ts';
import type { Compiled } from '../scenario/compile.ts';
import type { LoadedScenario } from '../scenario/load_scenario.ts';
import { redraws, type Io } from './io.ts';
import { progressSink } from './progress.ts';
import { openLog } from './run_directory.ts';
import { quirksPlayed, startSimulatedAgent } from './simulated_agent.ts';
import { workersFor } from '../run/workers.ts';

export interface CellMaking {
  readonly io: Io;
  readonly compiled: Compiled;
  readonly loaded: LoadedScenario;
  readonly directory: string;
  readonly rehearse: boolean;
  readonly faults: readonly string[];
  readonly command: string;
  readonly quiet: boolean;
  /** Those that were loaded for other cells, by their profile: what they draw is by the number of the call alone. */
  readonly agents: Map<string, Promise<Agent>>;
  /** A first Ctrl-C, and a second. */
  readonly signal: AbortSignal;
  readonly cutOff: AbortSignal;
}

export interface MadeCell {
  /** Null: it could not be summed up; `lost` says why. */
  readonly summary: Summary | null;
  readonly figures: CellFigures;
  /** What of its record could not be kept. */
  readonly lost: readonly string[];
}

export async function makeCell(making: CellMaking): Promise<MadeCell> {
  const { compiled, loaded, directory, rehearse } = making;
  const { plan, audio, beds } = compiled;
  const { path, fixturesDirs } = loaded;
  const log = openLog(directory);
  try {
    const kept = await keepPlan(directory, { plan, audio, scenario: path, fixturesDirs, beds });
    const figures = figuresSink();
    const {
      summary,
      log: records,
      troubles,
    } = await (rehearse ? rehearsed : measured)(making, [log, figures]);
    const { failed } =
      summary === null
        ? { failed: [] }
        : await writeReports(summary, directory, { log: records, files: [join(directory, LOG_FILE)] });
    return {
      summary,
      figures: figures.figures() ?? new Map(),
      lost: [
        ...troubles.map(({ sink, message }) => `${sink}: ${message}`),
        ...(kept === null ? [] : [kept]),
        ...failed.map(({ file, reason }) => `${file}: ${reason}`),
      ],
    };
  } finally {
    log.discardEmpty();
  }
}

type Outcome = Pick<Awaited<ReturnType<typeof runPlan>>, 'summary' | 'log' | 'troubles'>;
type Sinks = NonNullable<NonNullable<Parameters<typeof runPlan>[2]>['sinks']>;

async function rehearsed(making: CellMaking, sinks: Sinks): Promise<Outcome> {
  const { compiled, loaded, agents, command } = making;
  const { plan, audio } = compiled;
  const { profile = '' } = plan.target;
  const agent = agents.get(profile) ?? agentFor(making);
  agents.set(profile, agent);
  return rehearsePlan(plan, audio, { agent: await agent, sinks, file: loaded.file, command });
}

function agentFor({ compiled: { plan }, loaded, faults }: CellMaking): Promise<Agent> {
  const { profile } = plan.target;
  return loadAgent({
    seed: plan.seed,
    ...(profile === undefined ? {} : { profile: resolve(dirname(loaded.path), profile) }),
    fixturesDirs: [PACKAGE_FIXTURES_DIR, ...loaded.fixturesDirs.slice(1)],
    // Each was read, and found right, as the command line was.
    faults: faults.flatMap((text) => {
      const reading = readFaultText(text);
      return 'ok' in reading ? [reading.ok] : [];
    }),
  });
}

async function measured(making: CellMaking, sinks: Sinks): Promise<Outcome> {
  const { io, compiled, loaded, faults, command, quiet, signal, cutOff } = making;
  const { plan, audio } = compiled;
  const { profile, ca } = plan.target;
  const folder = dirname(loaded.path);
  const agent =
    plan.target.url === 'simulator'
      ? await startSimulatedAgent({
          plan,
          seed: plan.seed,
          ...quirksPlayed(plan),
          ...(profile === undefined ? {} : { profile: resolve(folder, profile) }),
          fixtures: loaded.fixturesDirs.slice(1),
          faults,
        })
      : null;
  try {
    return await runPlan(plan, audio, {
      url: agent?.url ?? plan.target.url,
      workers: workersFor(plan, undefined),
      file: loaded.file,
      command,
      ...(ca === undefined ? {} : { ca: resolve(folder, ca) }),
      folder,
      // What the generator itself is late by is in both cells of a pair.
      calibrate: false,
      warn: (text) => io.err(`warning ${text}\n`),
      signal,
      cutOff,
      sinks: [
        ...sinks,
        ...(quiet ? [] : [progressSink(io, plan.judgement, redraws(process.stderr.isTTY, io.env))]),
      ],
    });
  } finally {
    await agent?.stop();
  }
}
