/** The frame of a capacity run’s pictures: scales, axes, colours on a light page and a dark one; as part of a page, or as a file. Pure. */

import { niceStep } from '../forecast/fan_chart.ts';
import { escapedText } from '../page/hypertext.ts';

export const WIDTH = 720;
export const HEIGHT = 360;
export const PLOT = { left: 78, right: 704, top: 62, bottom: 308 } as const;

const LIGHT =
  '--c-ink: #24292f; --c-dim: #57606a; --c-grid: #d8dee4; --c-good: #1a7f37; --c-bad: #b3261e; --c-other: #8a5a00; --c-fit: #0969da; --c-zone: #b3261e;';
const DARK =
  '--c-ink: #e6edf3; --c-dim: #9aa3b2; --c-grid: #3a404b; --c-good: #56d364; --c-bad: #ff7b72; --c-other: #e3b341; --c-fit: #58a6ff; --c-zone: #ff7b72;';

const SHAPES = `
svg.capacity text { font: 12px system-ui, sans-serif; fill: var(--c-dim); stroke: none; }
svg.capacity text.strong { fill: var(--c-ink); font-weight: 600; }
svg.capacity text.limit { fill: var(--c-bad); }
svg.capacity text.fit { fill: var(--c-fit); }
svg.capacity .grid { stroke: var(--c-grid); stroke-width: 1; }
svg.capacity .knee { stroke: var(--c-ink); stroke-dasharray: 2 3; }
svg.capacity .zone { fill: var(--c-zone); opacity: .1; }
svg.capacity line.limit { stroke: var(--c-bad); stroke-width: 1.5; stroke-dasharray: 7 4; }
svg.capacity path.fit { fill: none; stroke: var(--c-fit); stroke-width: 2; }
svg.capacity path.poor { stroke-dasharray: 3 5; opacity: .7; }
svg.capacity .band { fill: var(--c-fit); opacity: .18; stroke: none; }
svg.capacity .range { stroke-width: 1.5; fill: none; }
svg.capacity .holds { stroke: var(--c-good); fill: var(--c-good); }
svg.capacity .fails { stroke: var(--c-bad); fill: none; stroke-width: 2.2; }
svg.capacity .unsure { stroke: var(--c-other); fill: none; stroke-width: 2; }
svg.capacity .middle { stroke: var(--c-dim); fill: var(--c-dim); }
`;

/** After a page’s own style. */
export const CAPACITY_STYLE = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
${SHAPES}
.picture { overflow-x: auto; margin: .6rem 0; }
.picture svg { width: 100%; min-width: 34rem; max-width: 58rem; height: auto; }
`;

export interface Drawing {
  /** What it shows, in words: for whoever does not see it. */
  readonly title: string;
  readonly parts: readonly string[];
}

export function drawnFile({ title, parts }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="capacity" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapedText(title)}</title>`,
    `<style>svg { ${LIGHT} --c-paper: #ffffff; }\n@media (prefers-color-scheme: dark) { svg { ${DARK} --c-paper: #0d1117; } }${SHAPES}svg .paper { fill: var(--c-paper); }</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

export function drawnIn({ title, parts }: Drawing): string {
  const told = escapedText(title);
  return `<div class="picture" tabindex="0" role="region" aria-label="${told}"><svg class="capacity" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}"><title>${told}</title>${parts.join('')}</svg></div>`;
}

export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** From nought. */
export function across(highest: number): Scale {
  return linear(highest, PLOT.left, PLOT.right, 8);
}

export function upwards(highest: number): Scale {
  return linear(highest, PLOT.bottom, PLOT.top, 5);
}

function linear(highest: number, from: number, to: number, most: number): Scale {
  const step = niceStep(highest / most);
  const top = Math.max(step, Math.ceil((highest * 1.02) / step) * step);
  return {
    at: (value) => from + (to - from) * Math.min(1, Math.max(0, value / top)),
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, k) => Number((k * step).toPrecision(12))),
  };
}

/** Each decade as high as the next: what waits in a queue grows by multiples. */
export function upwardsByDecades(lowest: number, highest: number): Scale {
  const [low, high] = [Math.log10(lowest * 0.9), Math.log10(highest * 1.1)];
  const ticks = Array.from({ length: 40 }, (_, k) => [1, 2, 5].map((lead) => lead * 10 ** (k - 12)))
    .flat()
    .filter((value) => value >= lowest * 0.9 && value <= highest * 1.1);
  return {
    at: (value) => {
      const share = value > 0 ? (Math.log10(value) - low) / (high - low) : 0;
      return PLOT.bottom + (PLOT.top - PLOT.bottom) * Math.min(1, Math.max(0, share));
    },
    ticks: ticks.map((value) => Number(value.toPrecision(1))),
  };
}

export function axes(x: Scale, y: Scale, xName: string, told: (value: number) => string): readonly string[] {
  return [
    ...y.ticks.map(
      (value) =>
        `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${px(y.at(value))}" y2="${px(y.at(value))}"/>` +
        `<text x="${PLOT.left - 8}" y="${px(y.at(value) + 4)}" text-anchor="end">${escapedText(told(value))}</text>`,
    ),
    ...x.ticks.map(
      (value) =>
        `<text x="${px(x.at(value))}" y="${PLOT.bottom + 18}" text-anchor="middle">${String(value)}</text>`,
    ),
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 38}" text-anchor="middle">${escapedText(xName)}</text>`,
  ];
}

/** Two lines: what is shown, and how it is read. */
export function caption(what: string, how: string): readonly string[] {
  return [
    `<text class="strong" x="${PLOT.left}" y="16">${escapedText(what)}</text>`,
    `<text x="${PLOT.left}" y="32">${escapedText(how)}</text>`,
  ];
}

/** Where it holds, and from where on it does not: between the two nobody knows. */
export function kneeMarks(
  { holds, fails }: { readonly holds: number | null; readonly fails: number | null },
  x: Scale,
): readonly string[] {
  const line = (value: number): string =>
    `<line class="knee" x1="${px(x.at(value))}" x2="${px(x.at(value))}" y1="${PLOT.top - 6}" y2="${PLOT.bottom}"/>`;
  return [
    ...(fails === null
      ? []
      : [
          `<rect class="zone" x="${px(x.at(fails))}" y="${PLOT.top}" width="${px(Math.max(0, PLOT.right - x.at(fails)))}" height="${PLOT.bottom - PLOT.top}"/>`,
          line(fails),
        ]),
    ...(holds === null
      ? []
      : [
          line(holds),
          `<text class="strong" x="${px(x.at(holds) - 5)}" y="${PLOT.top - 10}" text-anchor="end">holds ${String(holds)}</text>`,
        ]),
    ...(fails === null
      ? []
      : [
          `<text class="strong" x="${px(x.at(fails) + 5)}" y="${PLOT.top - 10}">does not hold ${String(fails)}</text>`,
        ]),
  ];
}

/** Shapes tell verdicts apart without their colours: a dot, a cross, a ring. */
export function mark(kind: 'holds' | 'fails' | 'unsure' | 'middle', x: number, y: number): string {
  switch (kind) {
    case 'holds':
      return `<circle class="holds" cx="${px(x)}" cy="${px(y)}" r="4.5"/>`;
    case 'fails':
      return `<path class="fails" d="M${px(x - 5)} ${px(y - 5)}L${px(x + 5)} ${px(y + 5)}M${px(x - 5)} ${px(y + 5)}L${px(x + 5)} ${px(y - 5)}"/>`;
    case 'unsure':
      return `<circle class="unsure" cx="${px(x)}" cy="${px(y)}" r="4.5"/>`;
    case 'middle':
      return `<circle class="middle" cx="${px(x)}" cy="${px(y)}" r="2.5"/>`;
  }
}

/** An end that is open goes to the edge of the picture, and has no bar across it. */
export function range(
  kind: 'holds' | 'fails' | 'unsure' | 'middle',
  x: number,
  ends: { readonly low: number | null; readonly high: number | null },
  y: Scale,
): string {
  const low = ends.low === null ? PLOT.bottom : y.at(ends.low);
  const high = ends.high === null ? PLOT.top : y.at(ends.high);
  const cap = (end: number | null, at: number): string =>
    end === null ? '' : `M${px(x - 4)} ${px(at)}L${px(x + 4)} ${px(at)}`;
  return `<path class="range ${kind}" d="M${px(x)} ${px(low)}L${px(x)} ${px(high)}${cap(ends.low, low)}${cap(ends.high, high)}"/>`;
}

export function px(value: number): string {
  return String(Number(value.toFixed(1)));
}
