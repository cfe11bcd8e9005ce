/**
 * `callstorm hear`: writes what would be sent of one fixture under the impairments that are asked for, as a WAV, and a picture of
 * it beside. Sends nothing. Mistakes pass as ConfigErrors to whoever called.
 */

import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { activeDbfs, clippedShare, peakDbfs, rmsDbfs } from '../audio/level.ts';
import { PCM16_FULL_SCALE, pcm16ToFloat } from '../audio/pcm.ts';
import { soundPicture } from '../audio/picture/sound_picture.ts';
import { writeWav } from '../audio/wav.ts';
import type { RecipeStep, SessionSettings } from '../core/plan/plan.ts';
import { durationMs } from '../core/word/duration.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { visible } from '../core/word/visible.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { writeTogether } from '../disk/write_whole.ts';
import { FIXTURE_SAMPLE_RATE, MANIFEST_FILE, PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';
import { textUtterance } from '../fixture/said_text.ts';
import { echoOf } from '../impair/echo.ts';
import { impairText, readImpairText } from '../impair/impair_text.ts';
import { table } from '../report/view/columns.ts';
import { defaults } from '../scenario/defaults.ts';
import { loadRepertoire } from '../scenario/library.ts';
import { lineFor } from '../scenario/line.ts';
import { recordingFor, type Recording, type Repertoire } from '../scenario/repertoire.ts';
import { ownNoisesFor, pinned } from '../scenario/own_noise.ts';
import { sentAudio, type SentAudio, type Wire } from '../scenario/sent_audio.ts';
import { variantOf } from '../scenario/variant.ts';
import { withEcho } from './heard_echo.ts';
import { unfolded } from '../impair/preset.ts';
import { impairmentList } from './impairment_list.ts';
import { style, type Io } from './io.ts';
import { shownPath } from './shown_path.ts';
import { commandFor, seed } from './options.ts';
import { readOwnRecording } from './own_recording.ts';

interface HearOptions {
  readonly impair?: readonly RecipeStep[];
  readonly output?: string;
  readonly rate?: number;
  readonly format: SessionSettings['format'];
  readonly around?: number;
  readonly seed: number;
  readonly dir?: string;
  readonly list?: true;
}

const TELEPHONE_RATE = 8000;
const RATES = [8000, 16_000, 24_000, 48_000];
const AROUND_MS = 1000;
const MOST_AROUND_MS = 30_000;

export function hearCommand(io: Io): Command {
  return commandFor('hear', io)
    .description(
      'write what a caller would send of a fixture under impairments, as a WAV with a picture beside it',
    )
    .argument(
      '[fixture]',
      'voice/utterance, or an utterance in the first voice that says it; words of your own as they stand in a script; or a WAV',
    )
    .option(
      '--impair <what>',
      'spoil it, e.g. noise=babble@5dB; may be given again: done in the order of a real line',
      (text: string, former: readonly RecipeStep[] | undefined) => [
        ...(former ?? []),
        ...unfolded(text).map((one) => step(String(one))),
      ],
    )
    .option(
      '-o, --output <file.wav>',
      'where to write it; the picture is beside it (default: <voice>-<utterance>.wav)',
    )
    .option('--rate <hz>', `the rate of the wire: ${RATES.join(', ')} (default: the format’s)`, rate)
    .addOption(
      new Option('--format <format>', 'as what it is sent')
        .choices(['pcm16', 'g711_ulaw', 'g711_alaw'])
        .default('pcm16'),
    )
    .option('--around <time>', 'what is heard so long before and after it (default: 1s)', around)
    .option('--seed <n>', 'of all that is random in it', seed, 1)
    .option('--dir <folder>', 'a folder of fixtures, beside Callstorm’s and ./fixtures')
    .option('--list', 'show every impairment with its arguments')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ callstorm hear rms/order-status --impair noise=babble@5dB --impair clip=6dB -o out.wav',
        '  $ callstorm hear slt/refund --impair noise=street@0dB --format g711_ulaw --around 3s',
        '  $ callstorm hear yes --impair gain=-30dB --seed 7',
        '  $ callstorm hear "rms/Where is my parcel?" --impair loss=5%   # after fixtures speak',
        '  $ callstorm hear recordings/mine.wav --impair noise=recordings/street.wav@10dB -o mine-heard.wav',
        '  $ callstorm hear --list',
        '',
      ].join('\n'),
    )
    .action(async (fixture: string | undefined, options: HearOptions) => {
      if (options.list === true) io.out(impairmentList());
      else await hear(io, fixture, options);
    });
}

async function hear(io: Io, fixture: string | undefined, options: HearOptions): Promise<void> {
  if (fixture === undefined) {
    throw new ConfigError('expected a fixture, e.g. rms/order-status, or a WAV', {
      code: 'option_invalid',
      path: '<fixture>',
      hint: '`callstorm fixtures list` shows them; `callstorm hear --list` shows the impairments.',
    });
  }
  const wire = wireOf(options);
  const noises = await ownNoisesFor(options.impair ?? [], io.cwd);
  const repertoire = { ...(await loadRepertoire(dirsOf(io, options))), noises };
  const own = /\.wav$/i.test(fixture) ? resolve(io.cwd, fixture) : null;
  const recording = own === null ? recordingOf(repertoire, fixture) : await readOwnRecording(own);
  const id = own === null ? `${recording.voice}/${recording.utterance}` : basename(own);
  const file = resolve(io.cwd, outputOf(options, recording));
  if (file === own) {
    throw new ConfigError('expected another file than the one that is heard', {
      code: 'option_invalid',
      path: '--output',
      hint: 'It would be overwritten: give -o another name.',
    });
  }
  const steps = (options.impair ?? []).map((step) => pinned(step, noises));
  const echoes = steps.flatMap((step) => echoOf(step) ?? []);
  const variant = variantOf({ steps: steps.filter((step) => echoOf(step) === null), seed: options.seed });
  const line = variant === undefined ? undefined : await lineFor([variant.recipe], repertoire);
  const sent = await sentAudio(recording, variant, line, wire, options.around ?? AROUND_MS);
  const audio = await withEcho(sent, echoes, wire, repertoire);
  const what = steps.length === 0 ? 'as it is' : steps.map(impairText).join(' + ');
  const how = `seed ${options.seed} · ${wire.format}, ${wire.sampleRate / 1000} kHz`;
  const picture = soundPicture({
    title: `${id}: ${what}`,
    subtitle: `${how} · “${recording.transcript}”`,
    clean: pcm16ToFloat(audio.clean),
    spoiled: pcm16ToFloat(audio.sent),
    sampleRate: wire.sampleRate,
    speech: audio.speech,
  });
  const drawn = join(dirname(file), `${basename(file, '.wav')}.svg`);
  try {
    await writeTogether([
      [file, writeWav(audio.sent, wire.sampleRate)],
      [drawn, picture],
    ]);
  } catch (error) {
    throw unwritable(error, { code: 'output_unwritable', file });
  }
  const { green, dim } = style(io);
  io.out(`${green('written')} ${shownPath(io, file)}, ${shownPath(io, drawn)}\n`);
  io.out(
    table([
      ['  what', visible(`${id}: ${what}`)],
      ['  how', how],
      ...figures(audio, wire),
      ['  transcript', dim(visible(recording.transcript))],
    ]),
  );
}

/** Measured on what is written, so that what was asked for can be held against it. */
function figures(
  { clean, sent, lead, length }: SentAudio,
  { sampleRate }: Wire,
): readonly (readonly string[])[] {
  const own = (samples: Int16Array): Float32Array => pcm16ToFloat(samples.subarray(lead, lead + length));
  const speechDbfs = activeDbfs(own(clean), sampleRate);
  const spoken = own(sent);
  const between = rmsDbfs(pcm16ToFloat(sent.subarray(lead + length)));
  const margin = speechDbfs - between;
  const under = `, ${Math.abs(margin).toFixed(1)} dB ${margin < 0 ? 'over' : 'under'} the clean speech`;
  return [
    ['  length', `${(sent.length / sampleRate).toFixed(2)} s`],
    ['  clean speech', `${speechDbfs.toFixed(1)} dBFS active`],
    [
      '  sent',
      `${rmsDbfs(spoken).toFixed(1)} dBFS RMS, peak ${peakDbfs(spoken).toFixed(1)} dBFS, ${(100 * clippedShare(spoken, PCM16_FULL_SCALE)).toFixed(1)}% clipped`,
    ],
    ...(lead === 0
      ? []
      : [['  afterwards', between <= -99 ? 'silence' : `${between.toFixed(1)} dBFS RMS${under}`]]),
  ];
}

function recordingOf(repertoire: Repertoire, fixture: string): Recording {
  const [voice, utterance] = fixture.includes('/') ? fixture.split('/', 2) : ['', fixture];
  const { recordings } = repertoire;
  const found =
    voice === ''
      ? recordingFor(repertoire, utterance ?? '', '')
      : recordings.get(utterance ?? '')?.get(voice ?? '');
  const heard = found ?? ownWords(repertoire, fixture);
  if (heard !== undefined) return heard;
  const ids = [...recordings].flatMap(([utterance, voices]) =>
    [...voices.keys()].map((voice) => `${voice}/${utterance}`),
  );
  const known = voice === '' ? [...recordings.keys()] : ids;
  throw new ConfigError(`no caller says "${visible(fixture)}"${didYouMean(fixture, known)}`, {
    code: 'option_invalid',
    path: '<fixture>',
    hint: '`callstorm fixtures list --role caller` shows what they say; --dir adds a folder of your own.',
  });
}

/** A text in place of its recording's name: `Where is my parcel?`, `rms/Where is my parcel?`. */
function ownWords(repertoire: Repertoire, words: string): Recording | undefined {
  const slash = words.indexOf('/');
  const inVoice = repertoire.recordings
    .get(textUtterance(words.slice(slash + 1)))
    ?.get(words.slice(0, Math.max(0, slash)));
  return inVoice ?? recordingFor(repertoire, textUtterance(words), '');
}

function wireOf({ rate, format }: HearOptions): Wire {
  const { frameMs } = defaults;
  const own = format === 'pcm16' ? FIXTURE_SAMPLE_RATE : TELEPHONE_RATE;
  if (format !== 'pcm16' && rate !== undefined && rate !== TELEPHONE_RATE) {
    throw new ConfigError(`expected ${TELEPHONE_RATE} with ${format}, found ${rate}`, {
      code: 'option_invalid',
      path: '--rate',
      hint: 'G.711 is a telephone’s: leave --rate out.',
    });
  }
  return { sampleRate: rate ?? own, format, frameMs };
}

function outputOf({ output }: HearOptions, { voice, utterance }: Recording): string {
  if (output === undefined) return `${voice}-${utterance}.wav`;
  if (output.endsWith('.wav') && basename(output) !== '.wav') return output;
  throw new ConfigError(`expected a name that ends in .wav, found "${visible(output)}"`, {
    code: 'option_invalid',
    path: '--output',
    hint: 'e.g. -o out.wav; the picture is then out.svg.',
  });
}

/** A later one's recordings win. */
function dirsOf(io: Io, { dir }: HearOptions): readonly string[] {
  const own = join(io.cwd, 'fixtures');
  return [
    PACKAGE_FIXTURES_DIR,
    ...(existsSync(join(own, MANIFEST_FILE)) ? [own] : []),
    ...(dir === undefined ? [] : [resolve(io.cwd, dir)]),
  ];
}

function step(text: string): RecipeStep {
  const reading = readImpairText(text);
  if ('ok' in reading) return reading.ok;
  throw new InvalidArgumentError(`${visible(reading.mistake)}\n  \`callstorm hear --list\` shows them all.`);
}

function rate(text: string): number {
  const hz = Number(text);
  if (RATES.includes(hz)) return hz;
  throw new InvalidArgumentError(`expected one of ${RATES.join(', ')}, found "${visible(text)}"`);
}

function around(text: string): number {
  const ms = text === '0' ? 0 : durationMs(text);
  if (ms !== undefined && ms >= 0 && ms <= MOST_AROUND_MS) return ms;
  throw new InvalidArgumentError(
    `expected a time of up to ${MOST_AROUND_MS / 1000}s, e.g. 1s, found "${visible(text)}"`,
  );
}
