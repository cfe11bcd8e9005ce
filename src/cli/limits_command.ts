/** `callstorm limits`: at how many calls at once the account with the provider is the limit, not the agent, by what a run used. Calls nobody. */

import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { accountLimits, type StatedLimits } from '../forecast/limits/account_limits.ts';
import { limitedAmong } from '../pricing/stated_limits.ts';
import { accountUse, type AccountUse } from '../report/limits/limited_calls.ts';
import { limitsTerminal, limitsViews } from '../report/limits/limits_views.ts';
import { readLogs } from '../report/read.ts';
import { accountLimitOptions, statedLimits, type AccountOptions } from './account_options.ts';
import { readCapacity } from './capacity_file.ts';
import { printed } from './compared_output.ts';
import type { Io } from './io.ts';
import { commandFor, seed } from './options.ts';

interface LimitsOptions extends AccountOptions {
  readonly capacity?: string;
  readonly seed: number;
  readonly format: string;
  readonly out?: string;
}

const TERMINAL = 'terminal';

export function limitsCommand(io: Io): Command {
  const command = commandFor('limits', io)
    .description('say at how many calls at once the account is the limit, not the agent')
    .argument('<run...>', 'runs whose calls say what one call asks for');
  return accountLimitOptions(command)
    .option(
      '--capacity <run>',
      'beside what the agent holds, by a capacity run (its folder or capacity.json)',
    )
    .option('--seed <n>', 'of the resampling', seed, 1)
    .addOption(
      new Option('--format <view>', 'what to print')
        .choices([TERMINAL, ...limitsViews.keys()])
        .default(TERMINAL),
    )
    .option('--out <file>', 'write it to this file in place of printing it')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm limits reports/<run> --tokens-per-minute 800000 --sessions 100
  $ callstorm limits reports/<run> --provider azure --model gpt-realtime --tier "tier 1"
  $ callstorm limits reports/<run> --tokens-per-minute 800000 --capacity reports/<capacity run>

An account’s own page with the provider says what holds for it; --provider takes what the provider publishes, with its date and source.
`,
    )
    .action((runs: readonly string[], options: LimitsOptions) => limits(io, runs, options));
}

async function limits(io: Io, runs: readonly string[], options: LimitsOptions): Promise<void> {
  const uses: AccountUse[] = [];
  let model = '';
  for (const given of runs) {
    const log = await readLogs([resolve(io.cwd, given)]);
    model = log.header.target.model;
    uses.push(accountUse(log));
  }
  const stated = limitsAsked(options, options.model ?? model);
  const holds = options.capacity === undefined ? null : await agentHolds(io, options.capacity);
  const found = accountLimits(
    stated,
    uses.flatMap(({ calls }) => calls),
    uses.flatMap(({ refusals }) => refusals),
    holds,
    options.seed,
  );
  const view = limitsViews.get(options.format);
  await printed(io, options.out, (paint, columns) => view?.(found) ?? limitsTerminal(found, paint, columns));
}

function limitsAsked(options: LimitsOptions, model: string): StatedLimits {
  const stated = statedLimits(options, model);
  if (stated !== null) return stated;
  throw new ConfigError('expected a limit: --tokens-per-minute, --sessions …, or --provider', {
    code: 'option_invalid',
    hint: `Providers that state some: ${limitedAmong().join(', ')}. OpenAI tells each account its own on the account’s page.`,
  });
}

async function agentHolds(io: Io, given: string): Promise<number> {
  const { file, result } = await readCapacity(io, given, '--capacity');
  const { holds } = result.knee;
  if (result.unit === 'calls_at_once' && holds !== null) return holds;
  throw new ConfigError('expected a number of calls at once that the agent holds, found none', {
    code: 'capacity_none',
    file,
    path: 'knee.holds',
    hint: 'Run callstorm capacity without --arrivals, or leave --capacity out.',
  });
}
