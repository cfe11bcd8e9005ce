/** `callstorm forecast`: what months of calls will cost, from the calls of one or more runs. Calls nobody. */

import { Option, type Command } from 'commander';
import { project } from '../forecast/projection/project.ts';
import { WHAT_IF_EXAMPLES } from '../forecast/what_if/what_if.ts';
import { forecastTerminal } from '../report/forecast/forecast_terminal.ts';
import { forecastViews } from '../report/forecast/forecast_views.ts';
import { printed } from './compared_output.ts';
import { demandOf, type DemandOptions } from './forecast_demand.ts';
import { readForecastInput } from './forecast_input.ts';
import { budget, callsPerDay, growth, mix, shape, spread, startMonth, timezone } from './forecast_options.ts';
import type { Io } from './io.ts';
import { commandFor, upTo } from './options.ts';

interface ForecastOptions extends DemandOptions {
  readonly mix?: ReadonlyMap<string, number>;
  readonly budget?: number;
  readonly whatIf?: readonly string[];
  readonly model?: readonly string[];
  readonly format: string;
  readonly out?: string;
}

const TERMINAL = 'terminal';
const MOST_MONTHS = 120;

export function forecastCommand(io: Io): Command {
  const again = (text: string, former: readonly string[] | undefined): readonly string[] => [
    ...(former ?? []),
    text,
  ];
  return commandFor('forecast', io)
    .description('say what months of calls will cost, from the calls of one or more runs')
    .argument(
      '<run...>',
      'folders of runs or rehearsals, or their logs; several are pooled by the callers’ names',
    )
    .option('--calls-per-day <n>', 'in the first month: 20000, or a range such as 18000..22000', callsPerDay)
    .option('--growth <rate>', 'e.g. 5%/month, 3..7%/month, 60%/year (default: none)', growth)
    .option('--months <n>', 'how many', upTo(MOST_MONTHS), 12)
    .option('--start <month>', 'the first, e.g. 2027-01 (default: the one after the runs)', startMonth)
    .option('--mix <shares>', 'who calls: refund=40%,complaint=60% (default: as in the runs)', mix)
    .option('--week <shape>', 'seven numbers, Monday first: 1,1,1,1,1,.4,.3', shape(7))
    .option('--day <shape>', '24 numbers, midnight first: how busy each hour is', shape(24))
    .option('--arrivals <file>', 'a CSV of arrivals to learn days and hours from')
    .option(
      '--timezone <name>',
      'the clock that its instants are read on, e.g. Europe/Berlin (default: UTC)',
      timezone,
    )
    .option('--demand-spread <share>', 'by how much days stray over chance, e.g. 10%', spread)
    .option('--budget <usd>', 'what is set aside for all the months, e.g. 300000: how likely it does', budget)
    .option('--what-if <change>', 'reckon it otherwise too, e.g. caching=off; may be given again', again)
    .option('--model <name>', 'the same as --what-if model=<name>; may be given again', again)
    .addOption(
      new Option('--format <view>', 'what to print')
        .choices([TERMINAL, ...forecastViews.keys()])
        .default(TERMINAL),
    )
    .option('--out <file>', 'write it to this file in place of printing it')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm rehearse my.yaml --calls 200 --out reports/rehearsal
  $ callstorm forecast reports/rehearsal --calls-per-day 20000 --growth 5%/month
  $ callstorm forecast reports/a reports/b --calls-per-day 18000..22000 --growth 3..7%/month --mix refund=40%,complaint=60%
  $ callstorm forecast reports/a --arrivals calls.csv --timezone Europe/Berlin --months 6
  $ callstorm forecast reports/a --calls-per-day 20000 --model gpt-realtime-mini --what-if caching=off --what-if answers=-30%
  $ callstorm forecast reports/a --calls-per-day 20000 --format html --out forecast.html

What-ifs (several changes with commas between them are made together): ${WHAT_IF_EXAMPLES}.

It is reckoned from what the calls were billed, call by call: the interval says what so few calls leave open. How it is done: \
docs/forecast.md. For how many lines the busiest hour takes: callstorm staffing.
`,
    )
    .action(async (given: readonly string[], options: ForecastOptions) => forecast(io, given, options));
}

async function forecast(io: Io, given: readonly string[], options: ForecastOptions): Promise<void> {
  const whatIfs = [...(options.model ?? []).map((name) => `model=${name}`), ...(options.whatIf ?? [])];
  const input = await readForecastInput(given, io, whatIfs);
  const { demand, from } = await demandOf(io, options, input);
  const told = project({
    ...input,
    demand,
    demandFrom: from,
    mix: options.mix ?? null,
    budgetUsd: options.budget ?? null,
  });
  const view = forecastViews.get(options.format);
  await printed(io, options.out, (paint, columns) => view?.(told) ?? forecastTerminal(told, paint, columns));
}
