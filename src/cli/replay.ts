/**
 * `callstorm replay`: makes one call of a run again, by itself and exactly, and lays what came of it beside what came of it
 * then. What a real agent answers is its own affair: it is asked the same things at the same instants.
 */

import { createReadStream } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import type { CallLine } from '../core/log/record.ts';
import type { Plan } from '../core/plan/plan.ts';
import { expectRegular } from '../disk/read_regular.ts';
import { unreadReasonOf } from '../disk/disk_trouble.ts';
import { LOG_FILE } from '../report/read.ts';
import { madeCall, sameResults, sideBySide, type Happening, type MadeCall } from '../report/timeline.ts';
import { table } from '../report/view/columns.ts';
import { RECORDINGS_FOLDER } from '../engine/node/recording_files.ts';
import { readKeptPlan, type KeptPlan } from '../run/kept_plan.ts';
import { runPlan } from '../run/run_plan.ts';
import type { Sink } from '../run/sink.ts';
import { faultOption } from './fault_option.ts';
import { interruptsSoFar } from './interrupts.ts';
import { style, type Io } from './io.ts';
import { commandFor, wholeCall } from './options.ts';
import { quirksPlayed, startSimulatedAgent } from './simulated_agent.ts';
import { requireKey } from './target_key.ts';
import { linesOf } from '../disk/lines.ts';

interface ReplayOptions {
  readonly call: number;
  readonly target?: string;
  readonly record?: true;
  readonly out?: string;
  readonly fault?: readonly string[];
}

export function replayCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('replay', io)
    .description('make one call of a run again, and show what comes of it beside what came of it then')
    .argument('<run>', 'the run’s folder')
    .requiredOption('--call <n>', 'which call, as the log numbers them', wholeCall)
    .option('--target <url>', 'another target than the run had: a ws:// or wss:// URL')
    .option('--record', 'keep it as a stereo WAV, caller left and agent right');
  return faultOption(command, 'have the simulated agent misbehave')
    .option('--out <dir>', 'where the recording goes (default: replay-<n> in the run’s folder)')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm replay reports/2026-08-01-support-line --call 317
  $ callstorm replay reports/2026-08-01-support-line --call 317 --record --target ws://127.0.0.1:8787/v1/realtime

The call has the caller, the words, the pauses, the impairments and the faults that it had, at the instants of the run at
which it had them. The simulated agent draws as it drew then (give the --fault options of the run again). Exit code 0 where
each turn came to what it came to in the run, 1 where one did not.
`,
    )
    .action(async (run: string, options: ReplayOptions) => setExit(await replay(io, run, options)));
}

async function replay(io: Io, run: string, options: ReplayOptions): Promise<number> {
  const folder = resolve(io.cwd, run);
  const kept = await readKeptPlan(folder);
  const first = await callIn(folder, options.call);
  const plan = aimed(kept.plan, options.target);
  requireKey(plan, io);
  const { bold, dim } = style(io);
  const { caller } = first.call ?? {};
  io.err(
    `${bold(`call ${options.call}`)} of ${visible(plan.scenario.name)}${caller === null || caller === undefined ? '' : `, ${visible(caller)}`}  ` +
      dim(`at ${seconds(first.call?.scheduledMs ?? 0)} of the run\n`),
  );
  const again = await makeAgain(io, { ...kept, plan }, first, options, folder);
  const same = sameResults(first, again);
  io.out(`\n${beside(first, again, io)}\n`);
  io.out(same ? 'the same results\n' : 'other results than in the run\n');
  return same ? 0 : 1;
}

function aimed(plan: Plan, target: string | undefined): Plan {
  if (target === undefined) return plan;
  return { ...plan, target: { ...plan.target, url: target } };
}

async function makeAgain(
  io: Io,
  { plan, audio, madeFrom, certificates }: KeptPlan,
  first: MadeCall,
  options: ReplayOptions,
  folder: string,
): Promise<MadeCall> {
  const interrupts = interruptsSoFar();
  const polite = new AbortController();
  interrupts.on(() => polite.abort('stopped by the user'));
  const simulated = plan.target.url === 'simulator';
  const { profile, ca } = plan.target;
  const source = madeFrom.pack ?? madeFrom.scenario;
  const home = source === null ? io.cwd : dirname(source);
  const agent = simulated
    ? await startSimulatedAgent({
        plan,
        seed: plan.seed,
        ...quirksPlayed(plan),
        ...(profile === undefined ? {} : { profile: resolve(home, profile) }),
        fixtures: madeFrom.fixturesDirs.slice(1),
        faults: options.fault ?? [],
      })
    : null;
  const records: CallLine[] = [];
  const kept: Sink = {
    name: 'replay',
    record: (record) => {
      if (record.type === 'turn' || record.type === 'call' || record.type === 'strike') records.push(record);
    },
  };
  try {
    const directory = resolve(io.cwd, options.out ?? join(folder, `replay-${options.call}`));
    const { recordings } = await runPlan(plan, audio, {
      url: agent?.url ?? plan.target.url,
      workers: 1,
      folder: home,
      ...(ca === undefined ? {} : { ca: certificates ?? resolve(home, ca) }),
      calibrate: false,
      selection: { of: 1, share: 0, only: { call: options.call, startMs: first.call?.scheduledMs ?? 0 } },
      command: `callstorm replay ${folder} --call ${options.call}`,
      signal: polite.signal,
      sinks: [kept],
      ...(options.record === true ? { record: { which: { kind: 'all' }, directory } } : {}),
    });
    if (recordings !== null && recordings.files > 0)
      io.err(`recording: ${join(directory, RECORDINGS_FOLDER)}\n`);
  } finally {
    interrupts.release();
    await agent?.stop();
  }
  return madeCall(records, options.call);
}

/** Read line by line: a run's log may be long, and only one call of it is wanted. */
async function callIn(folder: string, call: number): Promise<MadeCall> {
  const file = join(folder, LOG_FILE);
  try {
    await expectRegular(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      code === 'ENOENT'
        ? 'there is no log of a run here'
        : `the log cannot be read (${unreadReasonOf(error)})`,
      {
        code: 'log_unreadable',
        file,
        hint: 'Give the folder of a run, as `callstorm run` made it.',
      },
    );
  }
  const records: CallLine[] = [];
  const mark = `"call":${call},`;
  for await (const lines of linesOf(createReadStream(file))) {
    for (const line of lines) {
      if (!line.includes(mark)) continue;
      const record = parsed(line);
      if (record?.type === 'turn' || record?.type === 'call' || record?.type === 'strike')
        records.push(record);
    }
  }
  const made = madeCall(records, call);
  if (made.call === null || made.call.dialedMs === null) {
    throw new ConfigError(
      made.call === null ? `the run has no call ${call}` : `call ${call} of the run was never dialled`,
      {
        code: 'call_unknown',
        file,
        hint: 'Calls are numbered from 0: `grep \'"type":"call"\' calls.ndjson` shows them.',
      },
    );
  }
  return made;
}

/** A line that breaks off, as the last of a killed run does, is none. */
function parsed(line: string): CallLine | null {
  try {
    return JSON.parse(line) as CallLine;
  } catch {
    return null;
  }
}

function beside(first: MadeCall, again: MadeCall, io: Io): string {
  const { bold } = style(io);
  const heading = ['WHAT', 'IN THE RUN', 'AGAIN', 'LATER BY', 'CAME TO'].map((word) => bold(word));
  const rows = sideBySide(first, again).map(({ name, first: one, again: two }) => [
    visible(name),
    instant(one),
    instant(two),
    typeof one?.atMs === 'number' && typeof two?.atMs === 'number'
      ? `${Math.round(two.atMs - one.atMs)} ms`
      : '–',
    visible(
      one?.outcome === two?.outcome
        ? (one?.outcome ?? '')
        : `${one?.outcome ?? '–'} | ${two?.outcome ?? '–'}`,
    ),
  ]);
  return table([heading, ...rows], ['left', 'right', 'right', 'right']);
}

function instant(happening: Happening | null): string {
  return typeof happening?.atMs === 'number' ? seconds(happening.atMs) : '–';
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
