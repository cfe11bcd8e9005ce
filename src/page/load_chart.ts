/** What the run did and what was done to it: calls at once, and beneath them what struck, or what failed and fell back, by name. */

import uPlot from 'uplot';
import type { FaultWindow } from '../report/fault_window.ts';
import { count } from '../report/figure.ts';
import { middles, shadeWindows } from './latency_chart.ts';
import type { Counted, Recorded } from './page_data.ts';
import { faint, type Palette } from './palette.ts';
import type { TimeChart } from './time_chart.ts';

/** More of them than there are colours nobody tells apart. */
const MOST_SHOWN = 7;

export function loadChart(
  { series }: Recorded,
  windows: readonly FaultWindow[],
  palette: Palette,
): Omit<TimeChart, 'chosen'> {
  const struck = series.strikes.slice(0, MOST_SHOWN);
  return {
    height: 150,
    unit: 'count',
    data: [middles(series), [...series.concurrency], ...stacked(struck)],
    series: [
      {
        label: 'calls at once',
        stroke: palette.bar,
        fill: faint(palette.bar, 0.18),
        width: 1.5,
        points: { show: false },
        value: (_, at) => count(at),
      },
      ...barSeries(struck, palette, 1),
    ],
    under: (chart) => shadeWindows(chart, windows, palette),
  };
}

export function troubleChart({ series }: Recorded, palette: Palette): Omit<TimeChart, 'chosen'> {
  const all = [...series.failures.slice(0, 4), ...series.fallbacks.slice(0, 4)];
  return {
    height: 150,
    unit: 'count',
    data: [middles(series), ...stacked(all)],
    series: barSeries(all, palette, 0),
  };
}

/** Each upon those after it, so that the first is painted first and the others over its foot. */
function stacked(counted: readonly Counted[]): number[][] {
  return counted.map((_, first) =>
    (counted[0]?.counts ?? []).map((__, bucket) =>
      counted.slice(first).reduce((sum, { counts }) => sum + (counts[bucket] ?? 0), 0),
    ),
  );
}

function barSeries(counted: readonly Counted[], palette: Palette, skipped: number): uPlot.Series[] {
  const paths = uPlot.paths.bars?.({ size: [0.9, 24] });
  return counted.map(({ name, counts }, at): uPlot.Series => {
    const colour = palette.parts[(at + skipped) % palette.parts.length] ?? palette.ink;
    return {
      label: name,
      stroke: colour,
      fill: colour,
      width: 0,
      points: { show: false },
      ...(paths === undefined ? {} : { paths }),
      value: (_, __, ___, bucket) => (bucket === null ? '–' : count(counts[bucket] ?? 0)),
    };
  });
}
