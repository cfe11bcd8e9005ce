/**
 * Codecs that are not ours to carry, through the sox or the ffmpeg of whoever compiles: G.722, GSM 06.10 and AMR-NB. What comes
 * back is put in time with what went in. ConfigError, with a way out, where neither program can do it.
 */

import { spawnSync } from 'node:child_process';
import { aligned } from '../audio/align.ts';
import { pcm16FromBytes, pcm16FromFloat, pcm16ToBytes, pcm16ToFloat } from '../audio/pcm.ts';
import { ConfigError } from '../core/word/config_error.ts';

/** Of these codecs together with their framing. */
const LONGEST_DELAY_MS = 40;

interface OutsideCodec {
  readonly name: string;
  readonly sampleRate: number;
  /** In the order in which they are tried: there, and back. */
  readonly ways: readonly ((kbps: number) => readonly [Command, Command])[];
}

type Command = readonly [program: 'sox' | 'ffmpeg', ...args: readonly string[]];

export const outsideCodecs: Readonly<Record<string, OutsideCodec>> = {
  gsm: {
    name: 'GSM 06.10',
    sampleRate: 8_000,
    ways: [() => sox('gsm', 8_000), () => ffmpeg('libgsm', 'gsm', 8_000)],
  },
  amr: {
    name: 'AMR-NB',
    sampleRate: 8_000,
    ways: [
      (kbps) => sox('amr-nb', 8_000, ['-C', String(amrMode(kbps))]),
      (kbps) => ffmpeg('libopencore_amrnb', 'amr', 8_000, ['-b:a', `${amrRates[amrMode(kbps)] ?? kbps}k`]),
    ],
  },
  g722: { name: 'G.722', sampleRate: 16_000, ways: [() => ffmpeg('g722', 'g722', 16_000)] },
};

const amrRates = [4.75, 5.15, 5.9, 6.7, 7.4, 7.95, 10.2, 12.2] as const;

/** The nearest of the codec's own rates. */
function amrMode(kbps: number): number {
  const off = amrRates.map((rate) => Math.abs(rate - kbps));
  return off.indexOf(Math.min(...off));
}

/** Samples at the codec's own rate. */
export function throughOutside(codec: OutsideCodec, samples: Float32Array, kbps: number): Float32Array {
  const sent = pcm16ToBytes(pcm16FromFloat(samples));
  for (const way of codec.ways) {
    const [there, back] = way(kbps);
    const coded = output(there, sent);
    const heard = coded === null ? null : output(back, coded);
    if (heard === null) continue;
    const longest = Math.round((LONGEST_DELAY_MS * codec.sampleRate) / 1000);
    return aligned(samples, pcm16ToFloat(pcm16FromBytes(heard)), longest);
  }
  const programs = codec.ways.map((way) => way(kbps)[0][0]).join(' or ');
  throw new ConfigError(`${codec.name} takes ${programs}, with that codec: there is none here`, {
    code: 'codec_missing',
    path: 'impair',
    hint: 'Install it (Debian: sox libsox-fmt-all, ffmpeg), or take g711 or opus, which need nothing.',
  });
}

/** Null: there is no such program, or it cannot do that. */
function output([program, ...args]: Command, input: Uint8Array): Uint8Array | null {
  const { status, stdout, error } = spawnSync(program, args, { input, maxBuffer: 2 ** 30 });
  return error === undefined && status === 0 && stdout.length > 0 ? stdout : null;
}

function sox(format: string, rate: number, more: readonly string[] = []): readonly [Command, Command] {
  const raw = ['-t', 'raw', '-r', String(rate), '-e', 'signed', '-b', '16', '-L', '-c', '1'];
  // Without dither it gives the same bytes each time.
  return [
    ['sox', '-D', '-V1', ...raw, '-', '-t', format, ...more, '-'],
    ['sox', '-D', '-V1', '-t', format, '-r', String(rate), '-c', '1', '-', ...raw, '-'],
  ];
}

function ffmpeg(
  codec: string,
  format: string,
  rate: number,
  more: readonly string[] = [],
): readonly [Command, Command] {
  const raw = ['-f', 's16le', '-ar', String(rate), '-ac', '1'];
  const quiet = ['-v', 'error'];
  return [
    ['ffmpeg', ...quiet, ...raw, '-i', '-', '-c:a', codec, ...more, '-f', format, '-'],
    ['ffmpeg', ...quiet, '-f', format, '-i', '-', ...raw, '-'],
  ];
}
