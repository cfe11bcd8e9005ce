/** A metric over runs as a drawing: where each figure stands, and what is left away where there is none. */

import { describe, expect, it } from 'vitest';
import type { SideFigure } from '../../../src/report/compare/comparison.ts';
import { trendDrawing } from '../../../src/report/compare/trend_drawing.ts';
import type { TrendChange, TrendMetric, TrendPoint } from '../../../src/report/compare/trend.ts';

const side = (value: number | null, interval: SideFigure['interval'] = null, cases = 9): SideFigure => ({
  value,
  interval,
  cases,
  calls: cases,
});
const changed = (verdict: TrendChange['verdict']): TrendChange => ({
  difference: 100,
  beyond: null,
  relative: null,
  interval: null,
  unit: 'ms',
  p: 0.001,
  verdict,
});
const point = (figure: SideFigure | null, change: TrendChange | null = null): TrendPoint => ({
  figure,
  change,
});

function drawn(...points: readonly TrendPoint[]): string {
  const metric: TrendMetric = {
    metric: 'response_latency',
    stat: 'p50',
    unit: 'ms',
    better: 'lower',
    points,
    overall: null,
  };
  return trendDrawing(metric, 'of p50');
}

const axes = (...told: readonly (readonly [y: string, textY: string, text: string])[]): string =>
  told
    .map(
      ([y, textY, text]) =>
        `<line class="axis" x1="70" x2="400" y1="${y}" y2="${y}"/><text x="64" y="${textY}" text-anchor="end">${text}</text>`,
    )
    .join('');
const head = (width: number): string =>
  `<svg role="img" width="${width}" height="130" viewBox="0 0 ${width} 130"><title>of p50</title>`;

describe('a metric over runs is drawn', () => {
  it('with its lowest and highest figure as axes, a bar an interval, a line through all, and a larger dot where it changed', () => {
    expect(
      drawn(
        point(side(200, [100, 250])),
        point(side(300), changed('worse')),
        point(side(200), changed('not_told')),
      ),
    ).toBe(
      head(414) +
        axes(['116.0', '120.0', '100 ms'], ['14.0', '18.0', '300 ms']) +
        '<line class="bar" x1="125" x2="125" y1="116.0" y2="39.5"/>' +
        '<path class="line" d="M125 65.0L235 14.0L345 65.0"/>' +
        '<circle class="dot" cx="125" cy="65.0" r="3"/>' +
        '<circle class="dot worse" cx="235" cy="14.0" r="5"/>' +
        '<circle class="dot" cx="345" cy="65.0" r="3"/></svg>',
    );
  });

  it('past the runs that nothing is told of, and above the axes where too many answers never came', () => {
    expect(
      drawn(point(side(100)), point(null), point(side(null, [100, null]), changed('worse'))).replace(
        /<line class="axis.*<\/text>/,
        '',
      ),
    ).toBe(
      `${head(414)}<line class="bar" x1="345" x2="345" y1="65.0" y2="7.0"/><circle class="dot" cx="125" cy="65.0" r="3"/>` +
        '<circle class="dot worse" cx="345" cy="7.0" r="5"/></svg>',
    );
  });

  it('without a dot where there were no cases, and with one axis where all figures are the same', () => {
    const markup = drawn(point(side(500)), point(side(null, null, 0)), point(side(500)));
    expect(markup).toBe(
      `${head(414)}${axes(['65.0', '69.0', '500 ms'])}<path class="line" d="M125 65.0L345 65.0"/>` +
        '<circle class="dot" cx="125" cy="65.0" r="3"/><circle class="dot" cx="345" cy="65.0" r="3"/></svg>',
    );
    expect(drawn(point(null))).toBe(
      `${head(194)}<line class="axis" x1="70" x2="180" y1="116.0" y2="116.0"/><text x="64" y="120.0" text-anchor="end">0 ms</text>` +
        '<line class="axis" x1="70" x2="180" y1="14.0" y2="14.0"/><text x="64" y="18.0" text-anchor="end">1 ms</text></svg>',
    );
  });

  it('of many runs narrower, down to where the dots would touch', () => {
    const widthOf = (runs: number): number =>
      Number(/width="(\d+)"/.exec(drawn(...Array.from({ length: runs }, () => point(side(1)))))?.[1]);
    expect([0, 1, 5, 10, 20].map(widthOf)).toEqual([194, 194, 634, 644, 764]);
  });
});
