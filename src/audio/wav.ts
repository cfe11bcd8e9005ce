/**
 * WAV files in memory. Reads every common kind (8, 16, 24, 32-bit integers, 32 and 64-bit floats, G.711, plain or
 * extensible headers, any rate and channel count) to float channels; writes 16 bits, mono or stereo. What is no such file is a
 * ConfigError that says why. Never touches the disk.
 *
 * The chunks are walked here and not by the codec, which neither steps over the pad byte of an odd chunk, nor
 * tells a file that was cut off from one that is whole.
 */

import { decodeWaveToBuffer, bufferToFloat32Channels, SampleFormat } from '@echogarden/wave-codec';
import { ConfigError } from '../core/word/config_error.ts';
import { otherKind, textAt } from './file_kind.ts';
import { pcm16FromBytes, pcm16ToBytes } from './pcm.ts';

const HEADER_BYTES = 44;

export interface Wav {
  readonly sampleRate: number;
  /** One array a channel, all of one length, at least one sample each; ±1 is full scale. */
  readonly channels: readonly Float32Array[];
  /** The sample format in words: `16-bit PCM`, `32-bit float`, `G.711 µ-law`. */
  readonly format: string;
  /**
   * Where clipping shows: the largest positive sample that the format can hold. Floats can go over 1 unharmed, so
   * theirs is the largest sample of the file, and 1 at least.
   */
  readonly fullScale: number;
  /** Where the header was not taken at its word, and why. */
  readonly notes: readonly string[];
}

const CONVERT_HINT =
  'Convert it first, e.g. `ffmpeg -i <file> -c:a pcm_s16le out.wav` or `sox <file> -b 16 out.wav`.';

/** So many times what is there is no file that was cut off. */
const IMPLAUSIBLE_TIMES = 20;

/** Sizes written by programs that stream and do not know the length (ffmpeg 2³²−1, sox just under 2³¹). */
const UNKNOWN_SIZE = 0x7fff_0000;

/** Throws ConfigError `wav_invalid`. `file` is for the message alone. */
export function readWav(bytes: Uint8Array, file: string): Wav {
  const { format, data, missing, notes } = findChunks(bytes, file);
  const header = readHeader(format, file);
  const frameBytes = (header.bitDepth / 8) * header.channelCount;
  const said = (format[12] as number) | ((format[13] as number) << 8);
  if (said !== frameBytes) {
    const message = `its header contradicts itself: ${said} bytes for all channels of a sample, where ${header.channelCount} of ${header.bitDepth} bits take ${frameBytes}`;
    throw invalid(file, message, CONVERT_HINT);
  }
  const lost = data.length % frameBytes;
  if (lost > 0 || missing > 0) {
    notes.push(
      missing > 0
        ? `its header promises ${data.length + missing} bytes of samples, and ${data.length} are there: read as far as it goes`
        : `its last sample is broken (${lost} of ${frameBytes} bytes): left out`,
    );
  }
  // A copy: the codec wants its samples aligned.
  const whole = new Uint8Array(data.subarray(0, data.length - (data.length % frameBytes)));
  if (whole.length === 0) throw invalid(file, 'it holds no samples');

  const channels = bufferToFloat32Channels(whole, header.channelCount, header.bitDepth, header.sampleFormat);
  let peak = 1;
  for (const channel of channels) {
    for (const sample of channel) if (Math.abs(sample) > peak) peak = Math.abs(sample);
    // NaN and infinities are the only values that a subtraction from itself does not turn into 0.
    const bad = channel.findIndex((sample) => sample - sample !== 0);
    if (bad !== -1) throw invalid(file, `sample ${bad} is ${channel[bad]}, which is no sound`);
  }
  return {
    sampleRate: header.sampleRate,
    channels,
    notes,
    ...nature(header.sampleFormat, header.bitDepth, peak),
  };
}

/** A 16-bit mono file with the plainest header (44 bytes). */
export function writeWav(samples: Int16Array, sampleRate: number): Uint8Array {
  return withHeader(pcm16ToBytes(samples), 1, sampleRate);
}

/** The same with two channels. RangeError where they differ in length. */
export function writeStereoWav(left: Int16Array, right: Int16Array, sampleRate: number): Uint8Array {
  if (left.length !== right.length) {
    throw new RangeError(`the left channel has ${left.length} samples, the right one ${right.length}`);
  }
  const both = new Int16Array(left.length * 2);
  for (let i = 0; i < left.length; i++) {
    both[i * 2] = left[i] as number;
    both[i * 2 + 1] = right[i] as number;
  }
  return withHeader(pcm16ToBytes(both), 2, sampleRate);
}

/**
 * The samples of a file as `writeWav` writes it, without a look at each; null where it is another, which `readWav` reads. Most
 * recordings are such files, and a program that starts reads hundreds.
 */
export function readPlainWav(bytes: Uint8Array, sampleRate: number): Int16Array | null {
  const length = bytes.length - HEADER_BYTES;
  if (length <= 0 || length % 2 === 1) return null;
  const header = headerOf(length, 1, sampleRate);
  if (!header.every((byte, at) => byte === bytes[at])) return null;
  return pcm16FromBytes(bytes.subarray(HEADER_BYTES));
}

function withHeader(data: Uint8Array, channels: number, sampleRate: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + data.length);
  bytes.set(headerOf(data.length, channels, sampleRate));
  bytes.set(data, HEADER_BYTES);
  return bytes;
}

function headerOf(dataBytes: number, channels: number, sampleRate: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  putText(bytes, 0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  putText(bytes, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2 * channels, true);
  view.setUint16(32, 2 * channels, true);
  view.setUint16(34, 16, true);
  putText(bytes, 36, 'data');
  view.setUint32(40, dataBytes, true);
  return bytes;
}

interface Chunks {
  readonly format: Uint8Array;
  readonly data: Uint8Array;
  /** Bytes that the header promises over what is there. */
  readonly missing: number;
  readonly notes: string[];
}

function findChunks(bytes: Uint8Array, file: string): Chunks {
  if (bytes.length === 0) throw invalid(file, 'the file is empty');
  const kind = otherKind(bytes);
  if (kind !== null) throw invalid(file, `it is not a WAV file but ${kind}`, CONVERT_HINT);
  if (bytes.length < 12) throw invalid(file, `it is cut off inside its header, after ${bytes.length} bytes`);

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const riffSize = view.getUint32(4, true);
  let format: Uint8Array | undefined;
  let found: Chunks | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = textAt(bytes, at, 4);
    const size = view.getUint32(at + 4, true);
    const from = at + 8;
    const left = bytes.length - from;
    if (id === 'fmt ') {
      if (format !== undefined)
        throw invalid(file, 'it describes its format twice (two fmt chunks)', CONVERT_HINT);
      if (size < 16 || left < size) throw invalid(file, 'its format chunk is cut off');
      format = bytes.subarray(from, from + size);
    } else if (id === 'data') {
      if (found !== undefined)
        throw invalid(file, 'it has samples in two places (two data chunks)', CONVERT_HINT);
      if (format === undefined)
        throw invalid(file, 'its samples come before any description of their format');
      found = samplesAt(bytes, from, size, riffSize, format, file);
      if (found.data.length >= left) return found;
    }
    at = from + size + (size % 2);
  }
  if (found !== undefined) return found;
  throw invalid(
    file,
    format === undefined
      ? 'it has no format chunk'
      : 'it has no samples (no data chunk), or is cut off before them',
  );
}

/**
 * The samples that begin here. A size is a placeholder where it is one that streaming programs write, where it is far from
 * what is there, or where the whole file's size is no truer; otherwise a file that is more than a sample short was cut off.
 */
function samplesAt(
  bytes: Uint8Array,
  from: number,
  size: number,
  riffSize: number,
  format: Uint8Array,
  file: string,
): Chunks {
  const left = bytes.length - from;
  const whole = (notes: string[]): Chunks => ({ format, data: bytes.subarray(from), missing: 0, notes });
  if (size >= UNKNOWN_SIZE || (size === 0 && left > 0)) return whole([]);
  const sampleBytes = Math.max(1, (format[12] as number) | ((format[13] as number) << 8));
  if (size > left) {
    const missing = size - left;
    // Copied or sent to its end and one sample short, or cut off somewhere.
    if (missing < sampleBytes || missing === 1)
      return { format, data: bytes.subarray(from), missing, notes: [] };
    if (size > left * IMPLAUSIBLE_TIMES && left > 0) {
      return whole([
        `its header promises ${size} bytes of samples, ${left} are there: taken for a placeholder`,
      ]);
    }
    throw invalid(
      file,
      `it is cut off: its header promises ${size} bytes of samples, and ${left} are there`,
      'Record or copy it again; `sox --ignore-length in.wav out.wav` saves what is there.',
    );
  }
  const after = from + size + (size % 2);
  const rest = bytes.length - after;
  if (rest >= 8 && !isChunk(bytes, after)) {
    // More than was promised, and nothing else: the size was written before the end was known.
    if (rest > size || riffSize + 8 >= bytes.length) {
      return whole([
        `its header promises ${size} bytes of samples, and ${left} follow: taken for a placeholder`,
      ]);
    }
    const notes = [`${rest} bytes after its samples are no part of a WAV file: left out`];
    return { format, data: bytes.subarray(from, from + size), missing: 0, notes };
  }
  return { format, data: bytes.subarray(from, from + size), missing: 0, notes: [] };
}

function isChunk(bytes: Uint8Array, at: number): boolean {
  if (!/^[A-Za-z0-9_ ]{3}[A-Za-z0-9_ \0]$/.test(textAt(bytes, at, 4))) return false;
  const size = new DataView(bytes.buffer, bytes.byteOffset + at + 4, 4).getUint32(0, true);
  return at + 8 + size <= bytes.length + 1;
}

/** The codec knows the formats: it is given the header alone, as the smallest file there is. */
function readHeader(format: Uint8Array, file: string): ReturnType<typeof decodeWaveToBuffer> {
  const bytes = new Uint8Array(12 + 8 + format.length + 8);
  putText(bytes, 0, 'RIFF');
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  putText(bytes, 8, 'WAVEfmt ');
  new DataView(bytes.buffer).setUint32(16, format.length, true);
  bytes.set(format, 20);
  putText(bytes, 20 + format.length, 'data');
  let header: ReturnType<typeof decodeWaveToBuffer>;
  try {
    header = decodeWaveToBuffer(bytes);
  } catch (error) {
    throw invalid(file, unsupported(format, error), CONVERT_HINT);
  }
  if (header.channelCount === 0) throw invalid(file, 'its header says that it has no channels');
  if (header.sampleRate === 0) throw invalid(file, 'its header gives a sample rate of 0 Hz');
  return header;
}

/** Format tags a user may meet (RFC 2361). */
const FORMAT_TAGS: Readonly<Record<number, string>> = {
  0x0002: 'Microsoft ADPCM',
  0x0011: 'IMA ADPCM',
  0x0031: 'GSM 6.10',
  0x0050: 'MPEG',
  0x0055: 'MP3',
};

function unsupported(format: Uint8Array, error: unknown): string {
  const tag = (format[0] as number) | ((format[1] as number) << 8);
  const name = FORMAT_TAGS[tag];
  if (name !== undefined) return `its samples are compressed as ${name}, which is not read`;
  return `its format is not read (${error instanceof Error ? error.message : String(error)})`;
}

function nature(format: SampleFormat, bitDepth: number, peak: number): Pick<Wav, 'format' | 'fullScale'> {
  switch (format) {
    case SampleFormat.Float:
      return { format: `${bitDepth}-bit float`, fullScale: peak };
    // The outermost codes of G.711 stand for these 16-bit values.
    case SampleFormat.Mulaw:
      return { format: 'G.711 µ-law', fullScale: 32124 / 32768 };
    case SampleFormat.Alaw:
      return { format: 'G.711 A-law', fullScale: 32256 / 32768 };
    case SampleFormat.PCM:
      return { format: `${bitDepth}-bit PCM`, fullScale: 1 - 2 ** (1 - bitDepth) };
    default:
      throw new TypeError(`unknown sample format ${String(format)}`);
  }
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function invalid(file: string, reason: string, hint?: string): ConfigError {
  return new ConfigError(`cannot be read as audio: ${reason}`, {
    code: 'wav_invalid',
    file,
    ...(hint === undefined ? {} : { hint }),
  });
}
