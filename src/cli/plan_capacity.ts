/** `callstorm plan-capacity`: what so many calls of a scenario take, in pods, network, ports, log and money, and what stops them first. Calls nobody. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { unreadReasonOf } from '../disk/disk_trouble.ts';
import {
  costsOfThisBuild,
  readMeasuredCosts,
  type MeasuredCosts,
} from '../forecast/machines/measured_costs.ts';
import { costsAsGiven, type GivenCosts } from '../forecast/machines/given_costs.ts';
import { addressTranslations } from '../forecast/machines/middlebox_table.ts';
import { scalePlan, type ScaleAsked } from '../forecast/machines/scale_plan.ts';
import { scaleTerminal, scaleViews } from '../report/machines/scale_views.ts';
import { scaledCall } from '../run/scaled_call.ts';
import { compileWith } from '../scenario/compile.ts';
import { loadScenario } from '../scenario/load_scenario.ts';
import { accountLimitOptions, statedLimits, type AccountOptions } from './account_options.ts';
import { printed } from './compared_output.ts';
import type { Io } from './io.ts';
import {
  atLeastOne,
  commandFor,
  dialectOption,
  loadingOf,
  overridesOf,
  seed,
  time,
  upTo,
} from './options.ts';
import type { PlanOptions } from './options.ts';
import { rehearsingAgent } from './rehearsing_agent.ts';

interface PlanCapacityOptions extends Omit<PlanOptions, 'calls'>, AccountOptions {
  readonly calls: number;
  readonly atOnce?: number;
  readonly ramp?: number;
  readonly target?: string;
  readonly coresPerPod: number;
  readonly workersPerPod?: number;
  readonly memoryPerPod?: number;
  readonly openFiles?: number;
  readonly ephemeralPorts: number;
  readonly podsPerNode: number;
  readonly gbitPerNode?: number;
  readonly targetAddresses: number;
  readonly nat?: string;
  readonly natAddresses?: number;
  readonly measured?: string;
  readonly coresPerThousand?: number;
  readonly callsPerWorker?: number;
  readonly memoryPerCall?: number;
  readonly format: string;
  readonly json?: true;
  readonly out?: string;
}

const TERMINAL = 'terminal';
/** Linux's own, 32768 to 60999. */
const EPHEMERAL_PORTS = 28_232;
const MOST_CALLS = 100_000_000;

export function planCapacityCommand(io: Io): Command {
  const command = commandFor('plan-capacity', io)
    .description(
      'say what so many calls of a scenario take: pods, network, ports, log, cost, and what stops them first',
    )
    .argument('<scenario>', 'a .yaml, .json, .ts or .js file')
    .requiredOption('--calls <n>', 'so many calls', upTo(MOST_CALLS))
    .option('--at-once <n>', 'so many of them at once (default: all)', upTo(MOST_CALLS))
    .option('--ramp <time>', 'over which they begin (default: as long as a call lasts)', time)
    .option('--cores-per-pod <n>', 'whole or in parts', amount, 2)
    .option('--workers-per-pod <n>', 'as run --workers (default: one fewer than cores)', atLeastOne)
    .option('--memory-per-pod <size>', 'e.g. 512Mi, 1Gi (default: what it needs)', mebibytes)
    .option('--open-files <n>', 'that a pod may have (default: what it needs)', atLeastOne)
    .option('--ephemeral-ports <n>', 'of a pod’s address', upTo(65_535), EPHEMERAL_PORTS)
    .option('--pods-per-node <n>', 'at the most', atLeastOne, 1)
    .option('--gbit-per-node <n>', 'of a node’s network', amount)
    .option('--target-addresses <n>', 'that the target’s name stands for', atLeastOne, 1)
    .addOption(
      new Option('--nat <name>', 'through which the pods reach the target').choices(
        addressTranslations.map(({ name }) => name),
      ),
    )
    .option('--nat-addresses <n>', 'of it (default: as many as it may have)', atLeastOne)
    .option('--target <url>', 'in place of the scenario’s')
    .addOption(dialectOption('the wire protocol, in place of the scenario’s'))
    .option('--prices <file>', 'bill it by these prices first (callstorm prices init)')
    .option('--seed <n>', 'in place of the scenario’s', seed);
  return accountLimitOptions(command)
    .option('--measured <file>', 'what a call costs on your machines: npm run bench:scale -- --out <file>')
    .option('--cores-per-thousand <n>', 'of 1,000 calls at once, in place of what was measured', cores)
    .option('--calls-per-worker <n>', 'that a worker holds, in place of what was measured', atLeastOne)
    .option('--memory-per-call <size>', 'e.g. 0.1Mi, in place of what was measured', mebibytes)
    .addOption(
      new Option('--format <view>', 'what to print')
        .choices([TERMINAL, ...scaleViews.keys()])
        .default(TERMINAL),
    )
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write it to this file in place of printing it')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm plan-capacity my.yaml --calls 1000
  $ callstorm plan-capacity my.yaml --calls 100000 --cores-per-pod 4 --pods-per-node 8 --gbit-per-node 25
  $ callstorm plan-capacity my.yaml --calls 100000 --at-once 10000 --nat aws-nat-gateway --provider vertex --json

Reckoned from the scenario’s own messages, from calls made in virtual time, and from costs that were measured; nothing is dialled. What was
not measured or not told is said to be unknown. callstorm doctor says what one machine holds.
`,
    )
    .action((file: string, options: PlanCapacityOptions) => planCapacity(io, file, options));
}

async function planCapacity(io: Io, file: string, options: PlanCapacityOptions): Promise<void> {
  const { atOnce = options.calls, target } = options;
  if (atOnce > options.calls)
    throw new ConfigError(`expected no more than --calls (${options.calls}), found ${atOnce}`, {
      code: 'option_invalid',
      path: '--at-once',
    });
  if (options.natAddresses !== undefined && options.nat === undefined)
    throw new ConfigError('expected --nat beside it: whose addresses', {
      code: 'option_invalid',
      path: '--nat-addresses',
      hint: `--nat ${addressTranslations.map(({ name }) => name).join(', ')}`,
    });
  const { calls: _, ...planOptions } = options;
  const { scenario, repertoire, path, fixturesDirs } = await loadScenario(file, loadingOf(io, planOptions));
  if (options.out !== undefined && resolve(io.cwd, options.out) === path)
    throw new ConfigError('expected another file: that one is the scenario', {
      code: 'out_taken',
      file: options.out,
      path: '--out',
    });
  const { plan, audio } = await compileWith(repertoire, scenario, overridesOf(planOptions));
  const costs = costsAsGiven(await measuredCosts(io, options.measured), givenOf(options), plan);
  if (costs === null)
    throw new ConfigError(`nothing was measured in ${plan.dialect}: expected both`, {
      code: 'option_invalid',
      path: '--cores-per-thousand, --calls-per-worker',
    });
  const agent = () => rehearsingAgent(plan, { path, fixturesDirs, faults: undefined });
  const needs = await scaledCall(plan, audio, target ?? plan.target.url, agent);
  const through = addressTranslations.find(({ name }) => name === options.nat);
  const asked: ScaleAsked = {
    calls: options.calls,
    atOnce,
    rampMs: options.ramp ?? needs.callMs,
    pod: {
      cores: options.coresPerPod,
      workers: options.workersPerPod ?? null,
      memoryMb: options.memoryPerPod ?? null,
      openFiles: options.openFiles ?? null,
      ephemeralPorts: options.ephemeralPorts,
    },
    podsPerNode: options.podsPerNode,
    gbitPerNode: options.gbitPerNode ?? null,
    targetAddresses: options.targetAddresses,
    nat: through === undefined ? null : { through, addresses: options.natAddresses ?? null },
    limits: statedLimits(options, options.model ?? plan.target.model),
    seed: plan.seed,
  };
  const found = scalePlan(asked, needs, costs);
  const view = scaleViews.get(options.json === true ? 'json' : options.format);
  await printed(io, options.out, (paint, columns) => view?.(found) ?? scaleTerminal(found, paint, columns));
}

function givenOf({ coresPerThousand, callsPerWorker, memoryPerCall }: PlanCapacityOptions): GivenCosts {
  return {
    ...(coresPerThousand === undefined ? {} : { coresPerThousand }),
    ...(callsPerWorker === undefined ? {} : { callsPerWorker }),
    ...(memoryPerCall === undefined ? {} : { memoryPerCallKb: memoryPerCall * 1024 }),
  };
}

export async function measuredCosts(io: Io, given: string | undefined): Promise<MeasuredCosts> {
  if (given === undefined) return costsOfThisBuild;
  const file = resolve(io.cwd, given);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`could not be read: ${unreadReasonOf(error)}`, {
      code: 'measured_unreadable',
      file,
      path: '--measured',
      hint: 'npm run bench:scale -- --out FILE writes one.',
    });
  });
  return readMeasuredCosts(text, file);
}

function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0.1 || value > 1_000_000)
    throw new InvalidArgumentError(`expected a number of at least 0.1, found "${text.slice(0, 100)}"`);
  return value;
}

function cores(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0.001 && value <= 1000))
    throw new InvalidArgumentError(
      `expected a number of cores from 0.001 to 1000, found "${text.slice(0, 100)}"`,
    );
  return value;
}

const UNITS: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024, M: 1e6 / (1 << 20), G: 1e9 / (1 << 20) };

/** As Kubernetes writes memory. */
function mebibytes(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(Mi|Gi|M|G)$/.exec(text) ?? [];
  const value = Number(digits) * (UNITS[unit] ?? 0);
  if (!(value > 0))
    throw new InvalidArgumentError(`expected memory such as 512Mi or 1Gi, found "${text.slice(0, 100)}"`);
  return value;
}
