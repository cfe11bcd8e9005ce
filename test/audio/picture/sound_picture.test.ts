import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../src/audio/base64.ts';
import { png } from '../../../src/audio/picture/png.ts';
import { soundPicture, type SoundPicture } from '../../../src/audio/picture/sound_picture.ts';
import { spectrogram, spectrogramPalette } from '../../../src/audio/picture/spectrogram.ts';
import { RATE, gain, join, noise, silence, sine } from '../signal.ts';

/** The parts of a PNG by their names, and its pixels without the rows' filters. */
function opened(bytes: Uint8Array): { names: string[]; width: number; height: number; pixels: Uint8Array } {
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const names: string[] = [];
  let [width, height] = [0, 0];
  let pixels = new Uint8Array();
  for (let at = 8; at < bytes.length;) {
    const length = view.getUint32(at);
    const name = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    names.push(name);
    if (name === 'IHDR') [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (name === 'IDAT') {
      const rows = inflateSync(bytes.subarray(at + 8, at + 8 + length));
      pixels = Uint8Array.from(rows.filter((_, i) => i % (width + 1) !== 0));
    }
    at += 12 + length;
  }
  return { names, width, height, pixels };
}

describe('a PNG', () => {
  it('holds its pixels, row by row', () => {
    const pixels = Uint8Array.from([0, 1, 1, 0, 1, 0]);
    const whole = opened(png(3, 2, pixels, [[0, 0, 0], [255, 0, 128]])); // prettier-ignore
    expect(whole.names).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    expect([whole.width, whole.height]).toEqual([3, 2]);
    expect(whole.pixels).toEqual(pixels);
  });

  it('is refused with too few pixels', () => {
    expect(() => png(3, 2, new Uint8Array(5), [[0, 0, 0]])).toThrow(RangeError);
  });
});

describe('a spectrogram', () => {
  const at = (pixels: Uint8Array, column: number, hz: number): number =>
    pixels[Math.floor((1 - hz / 12_000) * 120) * 10 + column] as number;

  it('is bright where and when there is a tone, and dark elsewhere', () => {
    const pixels = spectrogram(join(silence(500), sine(3050, 500)), RATE, 10, 120);
    expect(at(pixels, 7, 3050)).toBe(spectrogramPalette.length - 1);
    expect(at(pixels, 7, 9050)).toBeLessThan(10);
    expect(at(pixels, 2, 3050)).toBe(0);
  });

  it('has no click where the recording begins and ends in the middle of a sound', () => {
    const pixels = spectrogram(sine(1001, 1000), RATE, 200, 120);
    const highest = [0, 100, 199].map((column) => pixels[10 * 200 + column] as number);
    expect(Math.max(...highest)).toBeLessThan(10);
  });

  it('has colours that get brighter all the way', () => {
    const light = spectrogramPalette.map(([red, green, blue]) => 0.3 * red + 0.59 * green + 0.11 * blue);
    expect(light).toEqual(light.toSorted((a, b) => a - b));
  });
});

describe('the picture of a sound', () => {
  const clean = join(silence(500), sine(440, 1000, 0.4), silence(500));
  const hiss = noise(2000, 0.02);
  const picture: SoundPicture = {
    title: 'rms/<order> & clip=6dB',
    subtitle: 'seed 1\u0000\u001B[31m',
    clean,
    spoiled: gain(clean, 2).map((sample, i) => sample + (hiss[i] as number)),
    sampleRate: RATE,
    speech: [{ startMs: 500, endMs: 1500 }],
  };

  it('is one whole SVG without anything from elsewhere', () => {
    const svg = soundPicture(picture);
    expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
    // oxlint-disable-next-line no-control-regex
    expect(svg).not.toMatch(/[\u0000-\u0008\u001B]/);
    expect(svg).toContain('<title id="title">rms/&lt;order&gt; &amp; clip=6dB</title>');
    expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|@import/);
    expect(svg.length).toBeLessThan(300_000);
    // Every element is closed.
    const open = svg.match(/<[a-z]+(?:\s[^>]*)?(?<!\/)>/g)?.length;
    expect(open).toBe(svg.match(/<\/[a-z]+>/g)?.length);
    expect(soundPicture(picture)).toBe(svg);
  });

  it('marks the speech where it is, and draws both waveforms', () => {
    const svg = soundPicture(picture);
    const [, x, width] = /class="bar" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(svg) ?? [];
    expect(Number(x)).toBeCloseTo(58 + 826 / 4, 1);
    expect(Number(width)).toBeCloseTo(826 / 2, 1);
    const height = (name: string): number => {
      const [, drawn = ''] = new RegExp(`class="${name}" d="([^"]+)"`).exec(svg) ?? [];
      const strokes = [...drawn.matchAll(/M[\d.]+ ([\d.]+)V([\d.]+)/g)];
      expect(strokes).toHaveLength(826);
      return Math.max(...strokes.map(([, top, bottom]) => Number(bottom) - Number(top)));
    };
    expect(height('clean')).toBeCloseTo(0.4 * 150, 0);
    expect(height('spoiled')).toBeGreaterThan(0.78 * 150);
  });

  it('holds the spectrogram of what is sent', () => {
    const [, base64 = ''] = /data:image\/png;base64,([^"]+)"/.exec(soundPicture(picture)) ?? [];
    const { width, height, pixels } = opened(decodeBase64(base64));
    const sent = spectrogram(picture.spoiled, RATE, width, height);
    expect(pixels).toHaveLength(sent.length);
    expect(Buffer.compare(pixels, sent)).toBe(0);
  });

  it.each([8000, 16_000, 24_000])('draws no scale over half the rate of %i Hz', (sampleRate) => {
    const svg = soundPicture({ ...picture, sampleRate });
    const marks = [...svg.matchAll(/>(\d+) kHz</g)].map(([, kilohertz]) => Number(kilohertz));
    expect(marks[0]).toBe(0);
    expect(marks.length).toBeGreaterThan(2);
    expect(Math.max(...marks) * 2000).toBeLessThanOrEqual(sampleRate);
  });
});
