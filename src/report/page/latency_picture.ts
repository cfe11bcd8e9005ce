/**
 * How long callers waited, as a picture: a histogram over the bands, the share that had waited no longer (eCDF), the thresholds, and p95
 * with its interval. SVG without a style of its own, so that it is read without a script, printed, and coloured by the page. Pure.
 */

import { count, ms, percent } from '../figure.ts';
import type { Interval } from '../statistics.ts';
import { html, type Hypertext } from './hypertext.ts';

export interface LatencyPicture {
  /** Ascending; so many of each. */
  readonly ms: readonly number[];
  readonly counts: readonly number[];
  /** Turns that got no answer. */
  readonly lost: number;
  /** Where each band ends but the last, with its name. */
  readonly bands: readonly (readonly [name: string, untilMs: number])[];
  readonly thresholds: readonly { readonly text: string; readonly atMs: number; readonly pass: boolean }[];
  readonly p95: { readonly ms: number | null; readonly ci: Interval | null };
  readonly log: boolean;
  readonly width: number;
}

const HEIGHT = 250;
const PAD = { left: 44, right: 44, top: 30, bottom: 34 } as const;
const LAST_BAND = 'unacceptable';

/** Where something stands on an axis of milliseconds. */
interface Axis {
  readonly x: (ms: number) => number;
  readonly ticks: readonly number[];
  readonly edges: readonly number[];
  readonly mostMs: number;
}

export function latencyPicture(picture: LatencyPicture): Hypertext {
  const all = picture.counts.reduce((sum, n) => sum + n, 0);
  const axis = axisOf(picture);
  const bottom = HEIGHT - PAD.bottom;
  const tall = bottom - PAD.top;
  const bars = barsOf(picture, axis.edges);
  const most = Math.max(1, ...bars);
  const drawn = bars.map((n, at) => {
    if (n === 0) return null;
    const [from, to] = [axis.x(axis.edges[at] ?? 0), axis.x(axis.edges[at + 1] ?? 0)];
    const high = Math.max(1, (n / most) * tall);
    return html`<rect
      class="bar"
      x="${at1(from)}"
      y="${at1(bottom - high)}"
      width="${at1(Math.max(0.5, to - from - 0.6))}"
      height="${at1(high)}"
    />`;
  });
  const right = axis.x(axis.mostMs);
  const label = `Distribution of ${count(all)} response latencies; p95 is ${ms(picture.p95.ms)}`;
  return html`<svg
    class="latencies"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${picture.width} ${HEIGHT}"
    width="${picture.width}"
    height="${HEIGHT}"
  >
    ${bandZones(picture, axis, bottom)}
    ${[0, 0.5, 1].map((share) => {
      const y = bottom - share * tall;
      return html`<line class="grid" x1="${PAD.left}" x2="${at1(right)}" y1="${at1(y)}" y2="${at1(y)}" /><text
          class="tick end"
          x="${PAD.left - 6}"
          y="${at1(y + 4)}"
          >${tickText(share * most)}</text
        ><text class="tick" x="${at1(right + 6)}" y="${at1(y + 4)}">${percent(share)}</text>`;
    })}
    ${drawn}
    <path class="ecdf" d="${ecdfPath(picture, axis, all + picture.lost, bottom, tall)}" />
    ${axis.ticks.map((at) => html`<line class="grid" x1="${at1(axis.x(at))}" x2="${at1(axis.x(at))}" y1="${bottom}" y2="${bottom + 4}" /><text class="tick mid" x="${at1(axis.x(at))}" y="${bottom + 17}">${ms(at)}</text>`)}
    ${picture.thresholds.filter(({ atMs }) => atMs <= axis.mostMs).map(({ text, atMs, pass }, at) => html`<line class="limit ${pass ? 'pass' : 'fail'}" x1="${at1(axis.x(atMs))}" x2="${at1(axis.x(atMs))}" y1="${PAD.top - 4}" y2="${bottom}"><title>${text}</title></line><text class="limit ${pass ? 'pass' : 'fail'} ${axis.x(atMs) > picture.width * 0.6 ? 'end' : ''}" x="${at1(axis.x(atMs) + (axis.x(atMs) > picture.width * 0.6 ? -4 : 4))}" y="${PAD.top + 10 + at * 14}">${text}</text>`)}
    ${intervalMark(picture, axis)}
  </svg>`;
}

/** There is no half of an answer: between whole counts nothing is written. */
function tickText(answers: number): string {
  return Number.isInteger(answers) ? count(answers) : '';
}

function bandZones({ bands }: LatencyPicture, { x, mostMs }: Axis, bottom: number): Hypertext[] {
  let fromMs = 0;
  return [...bands, [LAST_BAND, mostMs] as const].flatMap(([name, untilMs]) => {
    const [from, to] = [x(fromMs), x(Math.min(untilMs, mostMs))];
    fromMs = untilMs;
    if (to - from < 0.5) return [];
    const zone = html`<rect
        class="zone ${name}"
        x="${at1(from)}"
        y="${PAD.top}"
        width="${at1(to - from)}"
        height="${at1(bottom - PAD.top)}"
        ><title>${name}</title></rect
      ><rect class="foot ${name}" x="${at1(from)}" y="${bottom}" width="${at1(to - from)}" height="3" />`;
    const named = to - from > name.length * 6.2;
    return [
      zone,
      ...(named
        ? [html`<text class="tick mid" x="${at1((from + to) / 2)}" y="${HEIGHT - 4}">${name}</text>`]
        : []),
    ];
  });
}

/** What never came is at no place: the line ends below the top by its share. */
function ecdfPath(
  { ms: values, counts }: LatencyPicture,
  { x }: Axis,
  of: number,
  bottom: number,
  tall: number,
): string {
  if (of === 0) return '';
  let below = 0;
  let path = '';
  for (const [at, value] of values.entries()) {
    path += path === '' ? `M${at1(x(value))} ${bottom}` : `H${at1(x(value))}`;
    below += counts[at] ?? 0;
    path += `V${at1(bottom - (below / of) * tall)}`;
  }
  return path;
}

function intervalMark({ p95, width }: LatencyPicture, { x, mostMs }: Axis): Hypertext | null {
  if (p95.ms === null) return null;
  const place = (value: number): number => x(Math.min(value, mostMs));
  const y = PAD.top - 12;
  const [low, high] = [
    place(p95.ci?.[0] ?? p95.ms),
    place(p95.ci?.[1] ?? (p95.ci === null ? p95.ms : mostMs)),
  ];
  const at = place(p95.ms);
  const label = labelPlace(low, high, width);
  return html`<g class="p95"
    ><line x1="${at1(low)}" x2="${at1(high)}" y1="${y}" y2="${y}" /><line
      x1="${at1(low)}"
      x2="${at1(low)}"
      y1="${y - 4}"
      y2="${y + 4}"
    /><line x1="${at1(high)}" x2="${at1(high)}" y1="${y - 4}" y2="${y + 4}" /><circle
      cx="${at1(at)}"
      cy="${y}"
      r="4"
    /><text class="${label.side}" x="${at1(label.x)}" y="${label.above ? y - 7 : y + 4}"
      >p95 ${ms(p95.ms)}</text
    ></g
  >`;
}

/** Wide enough for `p95 12.34 s`. */
const LABEL_WIDTH = 72;

/** Beside the bracket where there is room, and above it where there is none. */
function labelPlace(
  low: number,
  high: number,
  width: number,
): { readonly x: number; readonly side: 'end' | ''; readonly above: boolean } {
  if (high + 6 + LABEL_WIDTH <= width) return { x: high + 6, side: '', above: false };
  if (low - 6 - LABEL_WIDTH >= 0) return { x: low - 6, side: 'end', above: false };
  return { x: width - 6, side: 'end', above: true };
}

function axisOf({ ms: values, bands, thresholds, log, width }: LatencyPicture): Axis {
  const [left, right] = [PAD.left, width - PAD.right];
  const longest =
    Math.max(values.at(-1) ?? 0, ...thresholds.map(({ atMs }) => atMs), bands.at(-1)?.[1] ?? 0) * 1.02 || 1;
  const bins = Math.max(20, Math.min(60, Math.floor(width / 12)));
  if (!log) {
    const step = roundStep(longest / Math.max(3, Math.floor(width / 90)));
    const bin = longest / bins;
    return {
      x: (value) => left + (value / longest) * (right - left),
      ticks: Array.from({ length: Math.floor(longest / step) + 1 }, (_, at) => at * step),
      edges: Array.from({ length: bins + 1 }, (_, at) => at * bin),
      mostMs: longest,
    };
  }
  const shortest = Math.max(1, Math.min(values[0] ?? 10, bands[0]?.[1] ?? 10) * 0.8);
  const reach = Math.log(longest / shortest);
  return {
    x: (value) => left + (Math.log(Math.max(value, shortest) / shortest) / reach) * (right - left),
    ticks: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000].filter(
      (at) => at >= shortest && at <= longest,
    ),
    edges: Array.from({ length: bins + 1 }, (_, at) => shortest * Math.exp((reach * at) / bins)),
    mostMs: longest,
  };
}

/** How many lie from each edge up to the next. */
function barsOf({ ms: values, counts }: LatencyPicture, edges: readonly number[]): number[] {
  const bars = Array.from({ length: edges.length - 1 }, () => 0);
  let bar = 0;
  for (const [at, value] of values.entries()) {
    while (bar < bars.length - 1 && value >= (edges[bar + 1] ?? Infinity)) bar++;
    bars[bar] = (bars[bar] ?? 0) + (counts[at] ?? 0);
  }
  return bars;
}

export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-9)));
  return ([1, 2, 5, 10].find((step) => step * power >= least) ?? 10) * power;
}

/** To a tenth: nobody sees less, and it is half the page. */
function at1(value: number): number {
  return Math.round(value * 10) / 10;
}
