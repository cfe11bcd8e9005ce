/**
 * `callstorm fixtures speak`: has the own words of a scenario (`say: { text: … }`) spoken, and takes the recordings into its
 * fixtures. Makes what is missing and nothing twice. Mistakes pass as ConfigErrors to whoever called.
 */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigErrors } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { MANIFEST_FILE, loadLibrary } from '../fixture/manifest.ts';
import { sourceOf, speak, unmade, type Wanted } from '../fixture/speak.ts';
import type { MakerVoice } from '../fixture/maker.ts';
import { fixturesDirsFor, loadRepertoire } from '../scenario/library.ts';
import { loadScenario, type LoadedScenario } from '../scenario/load_scenario.ts';
import { unspokenIn } from '../scenario/unspoken.ts';
import { counted, dirToFill, isPackageFixtures, seconds, type DirOption } from './fixtures_folder.ts';
import { Interrupts } from './interrupts.ts';
import { style, type Io } from './io.ts';
import { shownPath } from './shown_path.ts';
import { commandFor, time } from './options.ts';
import { chosenMaker, voiceNamed, type MakerOptions } from './speak_maker.ts';
import { speakHelp } from './speak_help.ts';
import { wantedFor } from './speak_wanted.ts';

interface SpeakOptions extends DirOption, Omit<MakerOptions, 'timeout'> {
  readonly voices?: readonly MakerVoice[];
  readonly voice?: string;
  readonly timeout?: number;
  readonly force?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

const INTERRUPTED = 130;
const TIMEOUT_MS = 60_000;
/** Whoever waits longer is told what for. */
const QUIET_MS = 2000;
const STILL_MS = 10_000;

export function fixturesSpeakCommand(io: Io, setExit: (code: number) => void): Command {
  return commandFor('speak', io)
    .description(
      'have the own words of a scenario (`say: { text: … }`) spoken by a synthesiser: all that are missing',
    )
    .argument('<scenario>', 'a .yaml, .json, .ts or .js file')
    .option('--command <line>', 'the program that speaks; {text}, {out} and {voice} stand for what changes')
    .option('--url <address>', 'a service that speaks, as OpenAI’s /v1/audio/speech')
    .option('--key-env <NAME>', 'with --url: the environment variable that holds its key')
    .option('--model <name>', 'with --url: what it is to speak with', 'tts-1')
    .addOption(
      new Option('--response <format>', 'with --url: what it is to send')
        .choices(['wav', 'pcm'])
        .default('wav'),
    )
    .option(
      '--voices <list>',
      'the voices, e.g. rms,slt, or anna=alloy where one is called otherwise there; may be given again',
      (text: string, former: readonly MakerVoice[] | undefined) => [...(former ?? []), ...voicesIn(text)],
    )
    .option('--voice <name>', 'one of them')
    .option('--timeout <time>', 'for one text (default: 60s)', time)
    .option('--dir <folder>', 'the folder to take them into (default: fixtures/ beside the scenario)')
    .option('--force', 'make those again that this command has made')
    .option('--dry-run', 'show what would be made, and make nothing')
    .option('--json', 'print what was made as JSON')
    .addHelpText('after', speakHelp)
    .action((file: string, options: SpeakOptions) => run(io, file, options, setExit));
}

function voicesIn(list: string): readonly MakerVoice[] {
  return list
    .split(',')
    .filter((name) => name.trim() !== '')
    .map(voiceNamed);
}

async function run(
  io: Io,
  file: string,
  options: SpeakOptions,
  setExit: (code: number) => void,
): Promise<void> {
  const { green, dim, yellow } = style(io);
  const loaded = await loadScenario(file, { cwd: io.cwd, unspoken: true });
  const chosen = chosenMaker(io, { ...options, timeout: options.timeout ?? TIMEOUT_MS });
  const voices = [...(options.voices ?? []), ...voicesIn(options.voice ?? '')];
  const wanted = wantedFor(loaded.spoken, loaded.repertoire, voices, chosen);
  const dir = folderFor(io, loaded, options);
  const dirs = [...loaded.fixturesDirs, ...(existsSync(join(dir, MANIFEST_FILE)) ? [dir] : [])];
  const missing = unmade(wanted, await loadLibrary(dirs), chosen.maker, options.force === true);
  const there = wanted.length - missing.length;
  if (options.dryRun === true) {
    dryRun(io, missing, (voice) => sourceOf(chosen.maker, voice), dir, options.json === true);
    setExit(0);
    return;
  }

  const stopping = new AbortController();
  const interrupts = new Interrupts();
  interrupts.on(() => stopping.abort());
  const waiting = new Waiting(io, missing.length);
  try {
    const { made, stopped, errors } = await speak({
      wanted: missing,
      maker: chosen.maker,
      dir,
      signal: stopping.signal,
      onStart: (each, index) => waiting.start(each, index),
      onMade: ({ fixture, notes }, { text }) => {
        if (options.json === true) return;
        io.out(
          `${green('spoken')} ${visible(fixture.id)}  ${seconds(fixture.durationMs)}  ${dim(`“${visible(text)}”`)}\n`,
        );
        for (const note of notes.filter((each) => !each.startsWith('trimmed'))) {
          io.out(`  ${yellow('note')} ${visible(note)}\n`);
        }
      },
    });
    waiting.stop();
    if (options.json === true) {
      io.out(`${JSON.stringify({ dir, made: made.map(({ fixture }) => fixture), there }, null, 2)}\n`);
    } else if (wanted.length === 0) {
      io.out(`nothing to speak: no caller of ${visible(file)} says words of its own (say: { text: … })\n`);
    } else {
      io.out(`${made.length} spoken, ${there} there already  ${dim(shownPath(io, dir))}\n`);
    }
    for (const pair of alike(made.map(({ fixture }) => fixture))) {
      io.err(`${yellow('warning')} ${pair} sound exactly alike: does what speaks know both voices?\n`);
    }
    if (stopped) {
      io.err(`stopped; what was made is kept, and the same command makes the rest\n`);
      setExit(INTERRUPTED);
      return;
    }
    if (errors.length > 0) throw new ConfigErrors(errors);
    setExit(await tellMissing(io, file, loaded, dir));
  } finally {
    waiting.stop();
    interrupts.release();
  }
}

/** Beside the scenario: it is found there wherever the scenario is run. */
function folderFor(io: Io, { path }: LoadedScenario, { dir }: DirOption): string {
  const beside = join(dirname(path), 'fixtures');
  return dir === undefined && !isPackageFixtures(beside)
    ? beside
    : dirToFill(io, dir === undefined ? {} : { dir });
}

function dryRun(
  io: Io,
  missing: readonly Wanted[],
  source: (voice: MakerVoice) => string,
  dir: string,
  json: boolean,
): void {
  const { dim } = style(io);
  if (json) {
    const would = missing.map(({ voice, utterance, text }) => ({
      id: `${voice.name}/${utterance}`,
      text,
      source: source(voice),
    }));
    io.out(`${JSON.stringify({ dir, would }, null, 2)}\n`);
    return;
  }
  for (const { voice, utterance, text } of missing) {
    io.out(`${visible(`${voice.name}/${utterance}`)}  ${dim(`“${visible(text)}”`)}\n`);
    io.out(`  ${dim(visible(source(voice)))}\n`);
  }
  io.out(`${counted(missing.length, 'recording')} would be made  ${dim(shownPath(io, dir))}\n`);
}

/** The exit code: 1 where the scenario cannot be run yet. */
async function tellMissing(io: Io, file: string, { spoken }: LoadedScenario, dir: string): Promise<number> {
  const dirs = fixturesDirsFor(file, io.cwd);
  const missing = unspokenIn(spoken, await loadRepertoire(dirs));
  if (missing.length === 0) return 0;
  const { yellow } = style(io);
  const astray = !dirs.includes(resolve(dir));
  const voices = [...new Set(missing.flatMap(({ voice }) => voice ?? []))].join(', ');
  const why = astray
    ? `the scenario does not look into ${shownPath(io, dir)}: it finds recordings in fixtures/ beside it, and where it is run`
    : `${counted(missing.length, 'recording')} still missing${voices === '' ? '' : `, in voice ${visible(voices)}`}`;
  io.err(`${yellow('warning')} ${why}\n`);
  return 1;
}

/** Two voices that say the same text with the very same sound. */
function alike(
  made: readonly { readonly voice: string; readonly utterance: string; readonly sha256: string }[],
): readonly string[] {
  const pairs = made.flatMap((one, i) =>
    made
      .slice(i + 1)
      .filter((other) => other.utterance === one.utterance && other.sha256 === one.sha256)
      .map((other) => `${one.voice} and ${other.voice}`),
  );
  return [...new Set(pairs)];
}

/** Says what is waited for, where it takes long. */
class Waiting {
  private readonly io: Io;
  private readonly all: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(io: Io, all: number) {
    this.io = io;
    this.all = all;
  }

  start({ voice, text }: Wanted, index: number): void {
    this.stop();
    const said = text.length > 40 ? `${text.slice(0, 37)}…` : text;
    const tell = (): void => {
      this.io.err(`speaking ${index + 1} of ${this.all}: ${voice.name} “${visible(said)}”\n`);
      this.timer = setTimeout(tell, STILL_MS);
    };
    this.timer = setTimeout(tell, QUIET_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
