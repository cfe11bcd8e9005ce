/**
 * `callstorm fixtures`: check, import, list and index recorded utterances; `speak` is in fixtures_speak.ts. Prints what src/fixture finds; sets an exit
 * code through the callback it is given (1: problems were found) and lets ConfigErrors pass to whoever called.
 */

import { join, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { visible } from '../core/word/visible.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { checkFixtures } from '../fixture/check.ts';
import { importFixture } from '../fixture/import.ts';
import { indexFixtures } from '../fixture/index_folder.ts';
import {
  MANIFEST_FILE,
  PACKAGE_FIXTURES_DIR,
  loadManifest,
  type Fixture,
  type VoiceRole,
} from '../fixture/manifest.ts';
import {
  counted,
  DIR_HELP,
  dirOf,
  dirToFill,
  examples,
  isPackageFixtures,
  seconds,
  type DirOption,
} from './fixtures_folder.ts';
import { fixturesSpeakCommand } from './fixtures_speak.ts';
import { style, type Io } from './io.ts';
import { shownPath } from './shown_path.ts';
import { commandFor } from './options.ts';
import { hanging, terms } from '../report/view/columns.ts';

interface ImportOptions extends DirOption {
  readonly transcript: string;
  readonly id?: string;
  readonly voice?: string;
  readonly role: VoiceRole;
  readonly licence?: string;
  readonly trim?: true;
  readonly channel?: number;
  readonly end?: number;
  readonly spoiledOf?: string;
  readonly force?: true;
  readonly json?: true;
}

interface ListOptions extends DirOption {
  readonly voice?: string;
  readonly role?: VoiceRole;
  readonly json?: true;
}

export function fixturesCommand(io: Io, setExit: (code: number) => void): Command {
  // Subcommands inherit what is set on their parent before they are made.
  const fixtures = commandFor('fixtures', io)
    .description('check, import, list and index recorded utterances, and have your own words spoken')
    .addHelpText(
      'after',
      examples(
        'callstorm fixtures check',
        'callstorm fixtures list --voice rms',
        'callstorm fixtures import order.wav --transcript "Where is my order?"',
        'callstorm fixtures speak scenario.yaml',
      ),
    );

  fixtures
    .command('check')
    .description('compare the manifest with its recordings and report every difference (exit 1 if any)')
    .option('--dir <folder>', DIR_HELP)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples('callstorm fixtures check', 'callstorm fixtures check --dir ./fixtures --json'),
    )
    .action(async (options: DirOption & { readonly json?: true }) => {
      setExit((await check(io, dirOf(io, options), options.json === true)) ? 0 : 1);
    });

  fixtures
    .command('import')
    .description('take in your own recording: any WAV, of any rate, width and channel count, or G.711')
    .argument('<file>', 'the recording')
    .requiredOption('--transcript <text>', 'what is said in it')
    .option('--id <name>', "the utterance's name, or voice/name (default: from the file's name)")
    .option('--voice <name>', 'who says it (default: me)')
    .addOption(
      new Option('--role <role>', 'whose voice it is').choices(['caller', 'agent']).default('caller'),
    )
    .option('--licence <licence>', 'SPDX expression (default: LicenseRef-own-recording)')
    .option('--trim', 'cut the silence off, but for 80 ms before the speech and 120 ms after it')
    .option('--channel <which>', 'take this channel alone: left, right, or its number', channelNumber)
    .option('--end <ms>', 'where the speech ends in the file, by ear', milliseconds)
    .option(
      '--spoiled-of <id>',
      'a take with noise in it of this fixture: callers say it, the simulated agent does not learn it',
    )
    .option('--force', 'replace a fixture with the same id')
    .option('--dir <folder>', 'the folder to take it into (default: ./fixtures)')
    .option('--json', 'print the new entry as JSON')
    .addHelpText(
      'after',
      examples(
        'callstorm fixtures import order.wav --transcript "Where is my order?"',
        'callstorm fixtures import take3.wav --transcript "No, thank you." --id no --voice anna --trim',
      ),
    )
    .action((file: string, options: ImportOptions) => take(io, file, options));

  fixtures
    .command('list')
    .description('show the fixtures: id, length, level of the speech, transcript')
    .option('--voice <name>', 'only this voice')
    .addOption(new Option('--role <role>', 'only voices of this role').choices(['caller', 'agent']))
    .option('--dir <folder>', DIR_HELP)
    .option('--json', 'print the entries as JSON')
    .addHelpText('after', examples('callstorm fixtures list --role agent', 'callstorm fixtures list --json'))
    .action((options: ListOptions) => list(io, options));

  fixtures
    .command('index')
    .description('build the manifest anew from the recordings (<voice>/<utterance>.wav) and catalogue.json')
    .option('--dir <folder>', DIR_HELP)
    .addHelpText('after', examples('callstorm fixtures index --dir ./fixtures'))
    .action((options: DirOption) => index(io, dirOf(io, options)));

  fixtures.addCommand(fixturesSpeakCommand(io, setExit));

  return fixtures;
}

/** True where nothing is wrong. */
async function check(io: Io, dir: string, json: boolean): Promise<boolean> {
  const { red, green, yellow, bold, dim } = style(io);
  const result = await checkFixtures(dir, { coverage: dir === PACKAGE_FIXTURES_DIR });
  const good = result.problems.length === 0;
  if (json) {
    io.out(`${JSON.stringify({ dir, ...result }, null, 2)}\n`);
    return good;
  }
  const width = widthFor(io);
  const say = (tint: (text: string) => string, found: typeof result.problems): void => {
    const rows = found.map(({ where, message }) => [tint(visible(where)), visible(message)]);
    for (const line of terms(rows, width)) io.out(`${line}\n`);
  };
  say(red, result.problems);
  const sum = `${counted(result.fixtures, 'fixture')}, ${counted(result.voices, 'voice')}, ${seconds(result.durationMs)}, ${(result.bytes / 1e6).toFixed(1)} MB`;
  say(yellow, result.warnings);
  const verdict = good ? green('all is well') : bold(red(counted(result.problems.length, 'problem')));
  io.out(`${verdict}  ${sum}  ${dim(shownPath(io, dir))}\n`);
  return good;
}

async function take(io: Io, file: string, options: ImportOptions): Promise<void> {
  const { green, yellow, dim } = style(io);
  const { dir: _dir, json, end, ...rest } = options;
  const dir = dirToFill(io, options);
  const result = await importFixture({
    ...rest,
    ...(end === undefined ? {} : { endMs: end }),
    file: resolve(io.cwd, file),
    dir,
  });
  if (json === true) {
    io.out(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const { fixture, from } = result;
  const last = fixture.segments.at(-1);
  io.out(
    `${green(result.replaced ? 'replaced' : 'imported')} ${visible(fixture.id)}  ${dim(shownPath(io, result.path))}\n`,
  );
  const rows = [
    ['  from', `${from.sampleRate} Hz, ${counted(from.channels, 'channel')}, ${from.format}`],
    ['  length', seconds(fixture.durationMs)],
    [
      '  speech',
      `${fixture.segments[0]?.startMs}–${last?.endMs} ms in ${counted(fixture.segments.length, 'piece')}`,
    ],
    ['  level', `${decibels(fixture.activeDbfs)} dBFS, peak ${decibels(fixture.peakDbfs)} dBFS`],
    ['  background', `${decibels(fixture.noiseFloorDbfs)} dBFS`],
    ...result.notes.map((note) => ['  note', yellow(visible(note))]),
  ];
  for (const line of terms(rows, widthFor(io))) io.out(`${line}\n`);
  if (isPackageFixtures(dir)) {
    io.err(
      `note: it lies in Callstorm's own folder, which the next installation replaces; --dir keeps yours apart\n`,
    );
  }
}

async function list(io: Io, options: ListOptions): Promise<void> {
  const { bold, dim } = style(io);
  const dir = dirOf(io, options);
  const manifest = await loadManifest(dir);
  const known = [...new Set(manifest.fixtures.map(({ voice }) => voice))];
  if (options.voice !== undefined && !known.includes(options.voice)) {
    const message = `unknown voice "${options.voice}", expected one of ${known.join(', ')}${didYouMean(options.voice, known)}`;
    throw new ConfigError(message, { code: 'option_invalid', path: '--voice' });
  }
  const wanted = ({ voice, role }: Fixture): boolean =>
    (options.voice ?? voice) === voice && (options.role ?? role) === role;
  const fixtures = manifest.fixtures.filter(wanted);
  if (options.json === true) {
    io.out(`${JSON.stringify(fixtures, null, 2)}\n`);
    return;
  }
  const heading = ['ID', 'ROLE', 'LENGTH', 'dBFS', 'TRANSCRIPT'].map((word) => bold(word));
  const rows = fixtures.map(({ id, role, durationMs, activeDbfs, transcript }) => [
    visible(id),
    role,
    seconds(durationMs),
    decibels(activeDbfs),
    visible(transcript.replaceAll(/\s+/g, ' ')),
  ]);
  const lines = hanging([heading, ...rows], ['left', 'left', 'right', 'right'], widthFor(io), 20);
  for (const line of lines) io.out(`${line}\n`);
  const voices = new Set(fixtures.map(({ voice }) => voice)).size;
  io.out(dim(`${counted(fixtures.length, 'fixture')}, ${counted(voices, 'voice')}  ${shownPath(io, dir)}\n`));
}

async function index(io: Io, dir: string): Promise<void> {
  const { green, yellow, dim } = style(io);
  const { manifest, unspoken } = await indexFixtures(dir);
  const total = manifest.fixtures.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const file = shownPath(io, join(dir, MANIFEST_FILE));
  io.out(
    `${green('indexed')} ${counted(manifest.fixtures.length, 'fixture')}, ${seconds(total)}  ${dim(file)}\n`,
  );
  if (unspoken.length > 0)
    io.err(`${yellow('not recorded by any voice')}: ${visible(unspoken.join(', '))}\n`);
}

/** What is not read on a terminal is searched, and then a line is best left whole. */
function widthFor({ isTTY, columns }: Io): number {
  return isTTY ? Math.max(40, columns) : Infinity;
}

function channelNumber(text: string): number {
  const number = { left: 1, right: 2 }[text] ?? Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Expected left, right, or a number from 1.');
}

function milliseconds(text: string): number {
  const number = Number(text.replace(/ms$/, ''));
  if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('Expected milliseconds from the start of the file, e.g. 4202.');
}

function decibels(value: number): string {
  return value.toFixed(1);
}
