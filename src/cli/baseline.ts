/** `callstorm baseline`: runs kept as small files, to compare later runs with. */

import { relative, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { visible } from '../core/word/visible.ts';
import { unfit } from '../report/compare/comparable.ts';
import { count, plural } from '../report/figure.ts';
import { table } from '../report/view/columns.ts';
import {
  BASELINES,
  baselinesIn,
  nameInUse,
  putInUse,
  removeFile,
  saveBaseline,
  USUAL_NAME,
  type KeptBaseline,
} from './baseline_folder.ts';
import { readComparedRun } from './compared_input.ts';
import { style, type Io } from './io.ts';
import { commandFor } from './options.ts';
import { asTyped } from './typed_as.ts';

interface Where {
  readonly baselines: string;
}

export function baselineCommand(io: Io): Command {
  const command = commandFor('baseline', io)
    .description('keep runs as small files that can be committed, to compare later runs with')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm baseline save reports/support-line-1
  $ callstorm baseline save reports/support-line-1 --name release-2.1
  $ callstorm baseline use release-2.1
  $ callstorm compare main reports/support-line-2

A baseline holds the figures of each call that a comparison needs, and no words: at most 2,000 calls, about 1 MB. It is kept by \
scenario, target and name; a later one of the same takes its place.
`,
    );
  const own = (name: string): Command =>
    commandFor(name, io).option('--baselines <folder>', 'where baselines are', BASELINES);
  command.addCommand(
    own('save')
      .description('keep a run as a baseline')
      .argument('<run>', 'a run’s folder, or its calls.ndjson')
      .option('--name <name>', 'how it is called', baselineName, USUAL_NAME)
      .action((run: string, options: Where & { readonly name: string }) => save(io, run, options)),
  );
  command.addCommand(
    own('list')
      .description('show what is kept; * is in use')
      .action((options: Where) => list(io, options)),
  );
  command.addCommand(
    own('use')
      .description('what `compare <run>` alone compares with')
      .argument('<name>', 'a baseline’s name')
      .action(async (name: string, { baselines }: Where) => {
        const folder = resolve(io.cwd, baselines);
        await namedIn(folder, name);
        await putInUse(folder, name);
        io.out(`compare <run> now compares with ${visible(name)}\n`);
      }),
  );
  command.addCommand(
    own('remove')
      .description('remove a baseline, of every scenario and target')
      .argument('<name>', 'a baseline’s name')
      .action(async (name: string, { baselines }: Where) => {
        const folder = resolve(io.cwd, baselines);
        for (const { file } of await namedIn(folder, name)) {
          await removeFile(file);
          io.out(`removed ${visible(relative(io.cwd, file))}\n`);
        }
        if (name === (await nameInUse(folder)) && name !== USUAL_NAME) await putInUse(folder, USUAL_NAME);
      }),
  );
  return command;
}

async function save(
  io: Io,
  given: string,
  { baselines, name }: Where & { readonly name: string },
): Promise<void> {
  const run = await readComparedRun(given, io);
  const [obstacle] = unfit(run.identity);
  if (obstacle !== undefined) {
    throw new ConfigError(`cannot be a baseline: ${obstacle.text}`, {
      code: obstacle.code,
      hint: obstacle.wayOut,
    });
  }
  const { file, replaced, kept } = await saveBaseline(resolve(io.cwd, baselines), name, run);
  const calls =
    kept < run.ofCalls ? `a sample of ${count(kept)} of ${count(run.ofCalls)} calls` : plural(kept, 'call');
  io.out(
    `${replaced ? 'replaced' : 'saved'} ${visible(name)}: ${visible(relative(io.cwd, file))} (${calls})\n`,
  );
}

async function list(io: Io, { baselines }: Where): Promise<void> {
  const folder = resolve(io.cwd, baselines);
  const kept = await baselinesIn(folder);
  if (kept.length === 0) {
    io.out(asTyped('no baselines; callstorm baseline save <run> keeps one\n', io));
    return;
  }
  const used = await nameInUse(folder);
  const { bold, dim } = style(io);
  const rows = kept.map(({ baseline: { name, identity, numbers } }) => [
    name === used ? '*' : ' ',
    visible(name),
    visible(identity.scenario),
    visible(identity.target.url),
    identity.startedAt.slice(0, 10),
    count(numbers.length),
    identity.verdict.replace('_', ' '),
  ]);
  const head = ['', 'name', 'scenario', 'target', 'run', 'calls', 'verdict'].map(bold);
  io.out(table([head, ...rows], ['left', 'left', 'left', 'left', 'left', 'right']));
  io.out(dim('* is what `compare <run>` alone compares with\n'));
}

async function namedIn(folder: string, name: string): Promise<readonly KeptBaseline[]> {
  const kept = await baselinesIn(folder);
  const named = kept.filter(({ baseline }) => baseline.name === name);
  if (named.length > 0) return named;
  const names = [...new Set(kept.map(({ baseline }) => baseline.name))];
  throw new ConfigError(
    `expected a baseline’s name, found ${name.slice(0, 60)}${didYouMean(name, names)}; ${names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`}`,
    { code: 'baseline_missing', file: folder, hint: 'callstorm baseline save <run> --name <name>' },
  );
}

function baselineName(text: string): string {
  if (/^[\w][\w.-]{0,59}$/.test(text)) return text;
  throw new InvalidArgumentError(
    `expected letters, digits, ".", "_" and "-", at most 60; found "${text.slice(0, 60)}"`,
  );
}
