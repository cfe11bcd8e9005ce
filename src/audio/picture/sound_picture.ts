/**
 * A picture of what was done to a recording, as an SVG that needs nothing else: its waveform over the clean one's, where speech
 * is marked, and its spectrogram. Readable on light and on dark ground. Pure; same sounds, same picture.
 */

import type { Segment } from '../../core/plan/plan.ts';
import { encodeBase64 } from '../base64.ts';
import { png } from './png.ts';
import { spectrogram, spectrogramPalette } from './spectrogram.ts';

export interface SoundPicture {
  readonly title: string;
  /** Under it, smaller. */
  readonly subtitle: string;
  /** As long as each other. */
  readonly clean: Float32Array;
  readonly spoiled: Float32Array;
  readonly sampleRate: number;
  /** Where speech is audible in the clean one. */
  readonly speech: readonly Segment[];
}

const WIDTH = 900;
const LEFT = 58;
const PLOT = { width: 826, wave: 150, waveTop: 74, spectrumTop: 250, spectrum: 190 };
const HEIGHT = PLOT.spectrumTop + PLOT.spectrum + 44;
/** Of the spectrogram: half as many as it is drawn on, which keeps the file small. */
const PIXELS = { width: 620, height: 128 };
const TIME_MARKS = 9;
/** Of the titles: the font's letters are narrower, and no line runs out of the picture. */
const MOST_LETTERS = 118;

export function soundPicture(picture: SoundPicture): string {
  const { clean, spoiled, sampleRate } = picture;
  const seconds = spoiled.length / sampleRate;
  const x = (second: number): number => rounded(LEFT + (second / seconds) * PLOT.width);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(picture.title)}</title>`,
    `<desc id="desc">${escaped(`${picture.subtitle}. Above, the waveform (grey: the clean recording; coloured: what is sent); below, the spectrogram of what is sent`)}</desc>`,
    STYLE,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    `<text class="title" x="${LEFT}" y="28">${escaped(short(picture.title))}</text>`,
    `<text x="${LEFT}" y="47">${escaped(short(picture.subtitle))}</text>`,
    ...picture.speech.map(({ startMs, endMs }) => spoken(x(startMs / 1000), x(endMs / 1000))),
    ...levels(),
    `<path class="clean" d="${waveform(clean)}"/>`,
    `<path class="spoiled" d="${waveform(spoiled)}"/>`,
    ...legend(),
    `<image x="${LEFT}" y="${PLOT.spectrumTop}" width="${PLOT.width}" height="${PLOT.spectrum}" preserveAspectRatio="none" href="data:image/png;base64,${encodeBase64(painted(spoiled, sampleRate))}"/>`,
    ...frequencies(sampleRate),
    ...times(seconds, x),
    '</svg>',
  ].join('\n')}\n`;
}

const STYLE = `<style>
.paper { fill: #ffffff; } text { font: 12px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #57606a; }
.title { font-size: 15px; font-weight: 600; fill: #1f2328; } .end { text-anchor: end; } .middle { text-anchor: middle; }
.line { stroke: #d0d7de; stroke-width: 1; } .full { stroke: #cf222e; stroke-dasharray: 2 3; opacity: 0.6; }
.speech { fill: #1a7f37; opacity: 0.1; } .bar { fill: #1a7f37; }
.clean { stroke: #6e7781; } .spoiled { stroke: #0969da; opacity: 0.5; } .clean, .spoiled { fill: none; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; } text { fill: #9198a1; } .title { fill: #f0f6fc; } .line { stroke: #3d444d; } .full { stroke: #ff7b72; }
.speech { fill: #3fb950; opacity: 0.16; } .bar { fill: #3fb950; } .clean { stroke: #c9d1d9; } .spoiled { stroke: #58a6ff; }
}
</style>`;

/** The smallest and the largest sample of each column, as one stroke each. */
function waveform(samples: Float32Array): string {
  const strokes: string[] = [];
  for (let column = 0; column < PLOT.width; column++) {
    const from = Math.floor((column / PLOT.width) * samples.length);
    const to = Math.max(from + 1, Math.floor(((column + 1) / PLOT.width) * samples.length));
    let [least, most] = [Infinity, -Infinity];
    for (const sample of samples.subarray(from, to)) {
      least = Math.min(least, sample);
      most = Math.max(most, sample);
    }
    if (most < least) continue;
    // As long as it is wide at least: silence is a line too.
    const [top, bottom] = [heightOf(most), Math.max(heightOf(least), heightOf(most) + 1)];
    strokes.push(`M${LEFT + column + 0.5} ${rounded(top)}V${rounded(bottom)}`);
  }
  return strokes.join('');
}

function heightOf(sample: number): number {
  return PLOT.waveTop + (PLOT.wave / 2) * (1 - Math.max(-1, Math.min(1, sample)));
}

function spoken(from: number, to: number): string {
  const width = rounded(to - from);
  const below = PLOT.waveTop + PLOT.wave;
  return `<rect class="speech" x="${from}" y="${PLOT.waveTop}" width="${width}" height="${PLOT.wave}"/><rect class="bar" x="${from}" y="${below}" width="${width}" height="3"/>`;
}

function levels(): readonly string[] {
  const [top, bottom] = [heightOf(1), heightOf(-1)];
  const right = LEFT + PLOT.width;
  return [
    ...[top, bottom].map((y) => `<line class="full" x1="${LEFT}" x2="${right}" y1="${y}" y2="${y}"/>`),
    `<line class="line" x1="${LEFT}" x2="${right}" y1="${heightOf(0)}" y2="${heightOf(0)}"/>`,
    `<text class="end" x="${LEFT - 6}" y="${top + 4}">full</text>`,
    `<text class="end" x="${LEFT - 6}" y="${heightOf(0) + 4}">0</text>`,
  ];
}

function legend(): readonly string[] {
  const y = PLOT.waveTop - 9;
  const entry = (at: number, mark: string, text: string): string =>
    `${mark}<text x="${LEFT + at + 24}" y="${y + 4}">${text}</text>`;
  const line = (at: number, name: string): string =>
    `<line class="${name}" style="stroke-width: 4" x1="${LEFT + at}" x2="${LEFT + at + 18}" y1="${y}" y2="${y}"/>`;
  return [
    entry(0, line(0, 'clean'), 'clean'),
    entry(80, line(80, 'spoiled'), 'sent'),
    entry(150, `<rect class="bar" x="${LEFT + 150}" y="${y - 1.5}" width="18" height="3"/>`, 'speech'),
  ];
}

function painted(samples: Float32Array, sampleRate: number): Uint8Array {
  const { width, height } = PIXELS;
  return png(width, height, spectrogram(samples, sampleRate, width, height), spectrogramPalette);
}

function frequencies(sampleRate: number): readonly string[] {
  const most = sampleRate / 2;
  const step = most > 16_000 ? 8000 : most > 6000 ? 4000 : 2000;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => {
    const y = rounded(PLOT.spectrumTop + PLOT.spectrum * (1 - (i * step) / most));
    return `<line class="line" x1="${LEFT - 4}" x2="${LEFT}" y1="${y}" y2="${y}"/><text class="end" x="${LEFT - 6}" y="${y + 4}">${(i * step) / 1000} kHz</text>`;
  });
}

function times(seconds: number, x: (second: number) => number): readonly string[] {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60].find((step) => seconds / step <= TIME_MARKS) ?? 300;
  const bottom = PLOT.spectrumTop + PLOT.spectrum;
  return Array.from({ length: Math.floor(seconds / step + 1e-9) + 1 }, (_, i) => {
    const at = x(i * step);
    return `<line class="line" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 5}"/><text class="middle" x="${at}" y="${bottom + 19}">${rounded(i * step)} s</text>`;
  });
}

function short(text: string): string {
  return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1)}…`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Text of XML 1.0: what it cannot hold at all is left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
