/**
 * `callstorm staffing`: from calls in the busy hour and how long they are to lines and servers, and what callers find on them; the other way
 * round too. Calls nobody.
 */

import { Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import type { ServiceGoal } from '../forecast/queue/service_goal.ts';
import { staffingFor, type StaffingQuestion } from '../forecast/queue/needed_lines.ts';
import { staffingTerminal, staffingViews } from '../report/staffing/staffing_views.ts';
import { printed } from './compared_output.ts';
import type { Io } from './io.ts';
import { atLeastOne, commandFor, seed, time, upTo } from './options.ts';
import { heldByServer } from './held_by_server.ts';
import { callLengthsOf, givenLength } from './measured_lengths.ts';
import { lineCounts, promisedWait, shareOf, someCalls, type PromisedWait } from './staffing_words.ts';

interface StaffingOptions {
  readonly callsPerHour?: number;
  readonly callsPerDay?: number;
  readonly busyHour?: number;
  readonly callLength?: number;
  readonly from?: readonly string[];
  readonly blocking?: number;
  readonly wait?: PromisedWait;
  readonly patience?: number;
  readonly abandonment?: number;
  readonly lines?: readonly number[];
  readonly capacity?: string;
  readonly perServer?: number;
  readonly spare: number;
  readonly seed: number;
  readonly format: string;
  readonly out?: string;
}

const TERMINAL = 'terminal';

export function staffingCommand(io: Io): Command {
  return commandFor('staffing', io)
    .description('say how many lines and servers a busy hour takes, and what callers find on them')
    .option('--calls-per-hour <n>', 'calls that come in the busy hour', someCalls)
    .option('--calls-per-day <n>', 'calls of a day, with --busy-hour', someCalls)
    .option('--busy-hour <share>', 'share of a day’s calls that come in its busiest hour, e.g. 12%', shareOf)
    .option('--call-length <time>', 'how long a call keeps its line, e.g. 3m', time)
    .option('--from <run...>', 'in its place: as long as the calls of these runs were')
    .option('--blocking <share>', 'no queue: so many may find no line free, e.g. 1%', shareOf)
    .option('--wait <promise>', 'a queue: so many are answered in time, e.g. "80% in 20s"', promisedWait)
    .option('--patience <time>', 'callers give up after so long on average (default: never)', time)
    .option('--abandonment <share>', 'a queue: so many may give up, e.g. 3%, with --patience', shareOf)
    .option('--lines <n,…>', 'show these numbers of lines, not those about what is needed', lineCounts)
    .option(
      '--capacity <run>',
      'servers: one holds what this capacity run found (its folder or capacity.json)',
    )
    .option('--per-server <n>', 'in its place: one holds so many calls', atLeastOne)
    .option('--spare <n>', 'servers more than are needed', spare, 1)
    .option('--seed <n>', 'of the simulation with measured lengths', seed, 1)
    .addOption(
      new Option('--format <view>', 'what to print')
        .choices([TERMINAL, ...staffingViews.keys()])
        .default(TERMINAL),
    )
    .option('--out <file>', 'write it to this file in place of printing it')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm staffing --calls-per-hour 3600 --call-length 3m --blocking 1%
  $ callstorm staffing --calls-per-day 20000 --busy-hour 12% --from reports/<run> --wait "80% in 20s" --patience 60s
  $ callstorm staffing --calls-per-hour 3600 --call-length 3m --blocking 1% --capacity reports/<run> --spare 1
  $ callstorm staffing --calls-per-hour 3600 --call-length 3m --blocking 1% --lines 180,190,200,210

Calls an hour times their length are erlangs (Little): 3600 calls of 3 minutes keep 180 lines busy on average. Without a queue \
(--blocking) Erlang B says how many lines they take, with one (--wait) Erlang C, with callers who hang up (--patience) Erlang A.
`,
    )
    .action((options: StaffingOptions) => staffing(io, options));
}

async function staffing(io: Io, options: StaffingOptions): Promise<void> {
  const goal = goalOf(options);
  const callsPerHour = busyHour(options);
  const lengths = await lengthsOf(io, options);
  const question: StaffingQuestion = {
    callsPerHour,
    ...lengths,
    goal,
    server: await heldByServer(io, options),
    lines: options.lines ?? [],
    seed: options.seed,
  };
  const found = staffingFor(question);
  const view = staffingViews.get(options.format);
  await printed(
    io,
    options.out,
    (paint, columns) => view?.(found) ?? staffingTerminal(found, paint, columns),
  );
}

function spare(text: string): number {
  return text.trim() === '0' ? 0 : upTo(1000)(text);
}

function goalOf({ blocking, wait, patience, abandonment }: StaffingOptions): ServiceGoal {
  const given = [blocking, wait, abandonment].filter((one) => one !== undefined).length;
  if (given !== 1) {
    throw new ConfigError(
      `expected one of --blocking, --wait and --abandonment, found ${given === 0 ? 'none' : given}`,
      {
        code: 'option_invalid',
        hint: 'Without a queue: --blocking 1%. With one: --wait "80% in 20s", and --patience 60s where callers hang up.',
      },
    );
  }
  const patienceS = patience === undefined ? null : patience / 1000;
  if (blocking !== undefined) {
    if (patienceS !== null) throw patient('--blocking has no queue in which anybody could be patient');
    return { type: 'blocking', share: blocking };
  }
  if (wait !== undefined) return { type: 'wait', ...wait, patienceS };
  if (patienceS === null)
    throw patient('--abandonment needs --patience: nobody gives up whose patience has no end');
  return { type: 'abandonment', share: abandonment ?? 0, patienceS };
}

function patient(message: string): ConfigError {
  return new ConfigError(message, {
    code: 'option_invalid',
    path: '--patience',
    hint: 'With a queue: --wait "80% in 20s" --patience 60s.',
  });
}

function busyHour({ callsPerHour, callsPerDay, busyHour: share }: StaffingOptions): number {
  if (callsPerHour !== undefined && callsPerDay === undefined && share === undefined) return callsPerHour;
  if (callsPerHour === undefined && callsPerDay !== undefined && share !== undefined)
    return callsPerDay * share;
  throw new ConfigError('expected --calls-per-hour, or --calls-per-day with --busy-hour', {
    code: 'option_invalid',
    hint: 'e.g. --calls-per-hour 2400, which is --calls-per-day 20000 --busy-hour 12%',
  });
}

async function lengthsOf(
  io: Io,
  { callLength, from }: StaffingOptions,
): Promise<Pick<StaffingQuestion, 'callLengthS' | 'lengthsS'>> {
  if ((callLength === undefined) === (from === undefined)) {
    throw new ConfigError('expected how long a call is: --call-length, or --from with a run', {
      code: 'option_invalid',
      hint: 'e.g. --call-length 3m, or --from reports/<run>',
    });
  }
  return callLength === undefined ? callLengthsOf(io, from ?? []) : givenLength(callLength / 1000);
}
