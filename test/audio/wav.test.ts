import { SampleFormat, encodeWaveFromFloat32Channels } from '@echogarden/wave-codec';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { pcm16FromFloat, pcm16ToBytes, pcm16ToFloat } from '../../src/audio/pcm.ts';
import { readPlainWav, readWav, writeStereoWav, writeWav } from '../../src/audio/wav.ts';
import { sine } from './signal.ts';

const int16 = fc.integer({ min: -32_768, max: 32_767 });
const tone = sine(440, 50, 0.5);
const plain = writeWav(pcm16FromFloat(tone), 24_000);

function refusalOf(bytes: Uint8Array): ConfigError | null {
  try {
    readWav(bytes, 'x.wav');
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function chunk(id: string, body: readonly number[], size = body.length): number[] {
  const length = [size & 255, (size >> 8) & 255, (size >> 16) & 255, (size >>> 24) & 255];
  return [...Buffer.from(id), ...length, ...body];
}

function riff(...chunks: readonly number[][]): Uint8Array {
  const body = [...Buffer.from('WAVE'), ...chunks.flat()];
  return Uint8Array.from(chunk('RIFF', body));
}

/** 8 kHz mono 16-bit. */
const FMT = chunk('fmt ', [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0]);
const DATA = chunk('data', [1, 0, 2, 0]);

describe('readPlainWav', () => {
  it('reads what readWav reads, where a file is as it was written', () => {
    fc.assert(
      fc.property(fc.array(int16, { minLength: 1, maxLength: 300 }), (samples) => {
        const bytes = writeWav(Int16Array.from(samples), 24_000);
        expect([...(readPlainWav(bytes, 24_000) ?? [])]).toEqual(samples);
        expect([...pcm16FromFloat(readWav(bytes, 'x.wav').channels[0] ?? tone)]).toEqual(samples);
      }),
    );
  });

  it('leaves every other file to readWav', () => {
    expect(readPlainWav(plain, 16_000)).toBeNull();
    expect(readPlainWav(writeStereoWav(Int16Array.of(1), Int16Array.of(2), 24_000), 24_000)).toBeNull();
    expect(readPlainWav(plain.slice(0, 44), 24_000)).toBeNull();
    expect(readPlainWav(new Uint8Array(0), 24_000)).toBeNull();
    for (const cut of [1, 2]) expect(readPlainWav(plain.slice(0, -cut), 24_000)).toBeNull();
    for (let at = 0; at < 44; at++) {
      const bytes = plain.slice();
      bytes[at] = (bytes[at] as number) ^ 1;
      expect(readPlainWav(bytes, 24_000)).toBeNull();
    }
  });
});

describe('writeStereoWav', () => {
  it('is read back exactly, left and right', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(int16, int16), { minLength: 1, maxLength: 300 }), (pairs) => {
        const [left, right] = [0, 1].map((side) =>
          Int16Array.from(pairs, (pair) => pair[side] as number),
        ) as [Int16Array, Int16Array];
        const wav = readWav(writeStereoWav(left, right, 8000), 'x.wav');
        expect(wav.sampleRate).toBe(8000);
        expect(wav.channels.map((channel) => pcm16FromFloat(channel))).toEqual([left, right]);
      }),
    );
  });

  it('refuses channels of two lengths', () => {
    expect(() => writeStereoWav(new Int16Array(3), new Int16Array(4), 8000)).toThrow(RangeError);
  });
});

describe('writeWav', () => {
  it('is read back exactly', () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 1, maxLength: 500 }), (samples) => {
        const wav = readWav(writeWav(samples, 24_000), 'x.wav');
        expect(wav).toMatchObject({ sampleRate: 24_000, format: '16-bit PCM', fullScale: 32_767 / 32_768 });
        expect(wav.channels).toEqual([pcm16ToFloat(samples)]);
      }),
    );
  });

  it('writes the plain 44-byte header', () => {
    const bytes = Buffer.from(writeWav(Int16Array.of(1, -1), 24_000));
    expect(bytes.length).toBe(48);
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    expect(bytes.readUInt32LE(4)).toBe(40);
    expect(bytes.readUInt32LE(28)).toBe(48_000);
    expect(bytes.subarray(44)).toEqual(Buffer.from([1, 0, 255, 255]));
  });
});

describe('readWav', () => {
  it.each([
    [8, SampleFormat.PCM, '8-bit PCM', 127 / 128, 1 / 128],
    [16, SampleFormat.PCM, '16-bit PCM', 32_767 / 32_768, 1 / 32_768],
    [24, SampleFormat.PCM, '24-bit PCM', 1 - 2 ** -23, 1e-6],
    [32, SampleFormat.PCM, '32-bit PCM', 1 - 2 ** -31, 1e-6],
    [32, SampleFormat.Float, '32-bit float', 1, 0],
    [64, SampleFormat.Float, '64-bit float', 1, 0],
    [8, SampleFormat.Alaw, 'G.711 A-law', 32_256 / 32_768, 0.016],
    [8, SampleFormat.Mulaw, 'G.711 µ-law', 32_124 / 32_768, 0.016],
  ] as const)(
    'reads %i bits of format %i, three channels and one',
    (bits, format, name, fullScale, error) => {
      for (const count of [1, 3]) {
        const channels = Array.from({ length: count }, (_, i) => sine(300 * (i + 1), 50, 0.5, 11_025));
        const wav = readWav(encodeWaveFromFloat32Channels(channels, 11_025, bits, format), 'x.wav');
        expect(wav).toMatchObject({ sampleRate: 11_025, format: name, fullScale });
        expect(wav.channels.length).toBe(count);
        for (const [c, channel] of channels.entries()) {
          const worst = channel.reduce(
            (most, sample, i) => Math.max(most, Math.abs(sample - (wav.channels[c]?.[i] ?? 9))),
            0,
          );
          expect(worst).toBeLessThanOrEqual(error);
        }
      }
    },
  );

  it('reads from any place in a larger buffer', () => {
    const floats = encodeWaveFromFloat32Channels([tone], 24_000, 64, SampleFormat.Float);
    for (const shift of [1, 2, 3]) {
      const buffer = Buffer.alloc(floats.length + shift);
      buffer.set(floats, shift);
      expect(readWav(buffer.subarray(shift), 'x.wav').channels[0]).toEqual(tone);
    }
  });

  it('puts the ceiling of floats at their largest sample', () => {
    const loud = encodeWaveFromFloat32Channels([sine(440, 50, 2)], 24_000, 32, SampleFormat.Float);
    expect(readWav(loud, 'x.wav').fullScale).toBeCloseTo(2, 2);
  });

  it('steps over chunks it does not know, odd ones with their pad byte', () => {
    const bytes = riff(chunk('LIST', [1, 2, 3], 3).concat(0), FMT, chunk('junk', [1], 1).concat(0), DATA);
    expect([...(readWav(bytes, 'x.wav').channels[0] ?? [])]).toEqual([1 / 32_768, 2 / 32_768]);
  });

  it('ignores what follows the samples', () => {
    const bytes = Uint8Array.from([...riff(FMT, DATA), ...chunk('LIST', [1, 2, 3, 4]), 7, 7]);
    expect(readWav(bytes, 'x.wav').channels[0]?.length).toBe(2);
  });

  it.each([0, 0xffff_ffff, 0x7fff_ffff - 36])('reads a stream that did not know its length (%i)', (size) => {
    expect(readWav(riff(FMT, chunk('data', [1, 0, 2, 0, 3], size)), 'x.wav').channels[0]?.length).toBe(2);
  });

  it.each<[string, Uint8Array]>([
    ['the file is empty', new Uint8Array(0)],
    ['not a WAV file but something that starts with "hell"', Buffer.from('hello world')],
    ['FLAC', Buffer.from('fLaC0000')],
    ['Ogg', Buffer.from('OggS0000')],
    ['MP3', Buffer.from('ID3\u0003000000')],
    ['not a WAV file but MP3', Uint8Array.of(0xff, 0xfb, 0x90, 0)],
    ['not a WAV file but AAC', Uint8Array.of(0xff, 0xf1, 0x50, 0x80, 0x10, 0x1f, 0xfc)],
    ['AIFF', Buffer.from('FORM0000AIFF')],
    ['MP4', Buffer.from('\0\0\0 ftypM4A ')],
    ['RIFF file of another kind ("AVI ")', Buffer.from('RIFF0000AVI 0000')],
    ['RF64', Buffer.from('RF640000WAVE')],
    ['cut off inside its header, after 3 bytes', Buffer.from('RIF')],
    ['it has no format chunk', riff()],
    ['come before any description', riff(DATA, FMT)],
    ['it has no samples', riff(FMT)],
    ['it holds no samples', riff(FMT, chunk('data', []))],
    ['it holds no samples', riff(FMT, chunk('data', [1]))],
    ['format chunk is cut off', riff(chunk('fmt ', [1, 0], 16))],
    ['promises 2400 bytes of samples, and 2356 are there', plain.subarray(0, plain.length - 44)],
    [
      'compressed as IMA ADPCM',
      riff(chunk('fmt ', [0x11, 0, 1, 0, 0x40, 0x1f, 0, 0, 0, 0, 0, 0, 0, 1, 4, 0]), DATA),
    ],
    ['bit depth of 12', riff(chunk('fmt ', [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0, 0, 0, 0, 2, 0, 12, 0]), DATA)],
    ['no channels', riff(chunk('fmt ', [1, 0, 0, 0, 0x40, 0x1f, 0, 0, 0, 0, 0, 0, 2, 0, 16, 0]), DATA)],
    ['0 Hz', riff(chunk('fmt ', [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 16, 0]), DATA)],
  ])('says: %s', (reason, bytes) => {
    const refused = refusalOf(bytes);
    expect(refused?.place).toMatchObject({ code: 'wav_invalid', file: 'x.wav' });
    expect(refused?.message).toContain(reason);
  });

  it.each<[string, Uint8Array]>([
    ['two fmt chunks', riff(FMT, FMT, DATA)],
    ['two data chunks', riff(FMT, DATA, DATA)],
    [
      'contradicts itself: 4 bytes',
      riff(chunk('fmt ', [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 4, 0, 16, 0]), DATA),
    ],
    ['without a header (raw samples?)', pcm16ToBytes(Int16Array.of(-1, -2, -1, 0, 3, -5, 2, -1))],
  ])('does not guess: %s', (reason, bytes) => {
    expect(refusalOf(bytes)?.message).toContain(reason);
  });

  it.each<[string, Uint8Array, number]>([
    ['one byte short', plain.subarray(0, plain.length - 1), tone.length - 1],
    ['a size of any value that is far too large', riff(FMT, chunk('data', [1, 0, 2, 0], 123_456)), 2],
    [
      'one that is far too small',
      riff(
        FMT,
        chunk(
          'data',
          Array.from({ length: 400 }, (_, i) => 128 + (i % 100)),
          2,
        ),
      ),
      200,
    ],
  ])('reads with a note: %s', (_name, bytes, samples) => {
    const { channels, notes } = readWav(bytes, 'x.wav');
    expect(channels[0]?.length).toBe(samples);
    expect(notes.length).toBe(1);
  });

  it.each([Number.NaN, Infinity])('refuses floats that are %s', (value) => {
    const bytes = encodeWaveFromFloat32Channels([Float32Array.of(0, value)], 24_000, 32, SampleFormat.Float);
    expect(refusalOf(bytes)?.message).toContain(`sample 1 is ${value}`);
  });

  it('answers any cut and any changed byte with samples or with a ConfigError', () => {
    fc.assert(
      fc.property(fc.nat(plain.length), fc.nat(60), fc.nat(255), (length, at, value) => {
        const bytes = plain.slice(0, length);
        if (at < bytes.length) bytes[at] = value;
        // Anything but a ConfigError comes through here and fails the test.
        const refused = refusalOf(bytes);
        expect(refused !== null || (readWav(bytes, 'x.wav').channels[0]?.length ?? 0) > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
