/**
 * One chart over the time of the run, of uPlot's. What is dragged over is chosen, not zoomed to; the crosshair is shared with all others of
 * the page. It is made anew for another theme or other data.
 */

import uPlot from 'uplot';
import { ms } from '../report/figure.ts';
import type { Palette } from './palette.ts';

export interface TimeChart {
  readonly height: number;
  /** The instants in seconds, then one list a series. */
  readonly data: uPlot.AlignedData;
  readonly series: readonly uPlot.Series[];
  readonly bands?: readonly uPlot.Band[];
  readonly unit: 'ms' | 'count';
  /** Painted under the lines. */
  readonly under?: (chart: uPlot) => void;
  readonly chosen: (stretch: { readonly fromMs: number; readonly untilMs: number } | null) => void;
}

const SYNC = 'callstorm';

export function timeChart(root: HTMLElement, chart: TimeChart, palette: Palette): uPlot {
  const axis: uPlot.Axis = {
    stroke: palette.soft,
    grid: { stroke: palette.line, width: 1 },
    ticks: { stroke: palette.line, width: 1 },
    font: '11px system-ui, sans-serif',
  };
  const made = new uPlot(
    {
      width: Math.max(200, root.clientWidth),
      height: chart.height,
      padding: [8, 12, 0, 0],
      cursor: {
        sync: { key: SYNC, setSeries: false },
        drag: { x: true, y: false, setScale: false },
        // A double click takes back what was chosen, and the zoom with it.
        bind: { dblclick: () => null },
        points: { size: 5 },
      },
      legend: { live: true },
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(1, (max ?? 0) * 1.08)] } },
      axes: [
        { ...axis, size: 30, values: (_, values) => values.map((value) => clock(value)) },
        {
          ...axis,
          size: 58,
          values: (_, values) => values.map((value) => (chart.unit === 'ms' ? ms(value) : whole(value))),
        },
      ],
      series: [{ label: 'at', value: (_, value) => (value === null ? '–' : clock(value)) }, ...chart.series],
      bands: [...(chart.bands ?? [])],
      hooks: {
        drawAxes: [(one) => chart.under?.(one)],
        setSelect: [
          (one) => {
            // The others are told by the page.
            if (one.cursor.event === undefined || one.cursor.event === null) return;
            const { left, width } = one.select;
            if (width < 3) return;
            chart.chosen({
              fromMs: one.posToVal(left, 'x') * 1000,
              untilMs: one.posToVal(left + width, 'x') * 1000,
            });
          },
        ],
      },
    },
    chart.data,
    root,
  );
  return made;
}

/** `1:05`, `12.5 s`. */
function clock(atS: number): string {
  if (atS < 60) return `${Math.round(atS * 10) / 10} s`;
  const all = Math.round(atS);
  const minutes = `${Math.floor(all / 60)}`;
  return `${minutes}:${String(all % 60).padStart(2, '0')}`;
}

function whole(value: number): string {
  return Number.isInteger(value) ? String(value) : '';
}

/** Paints something at an instant, if it is in sight. */
export function inSight(chart: uPlot, atS: number): number | null {
  const { min = 0, max = 0 } = chart.scales['x'] ?? {};
  if (min === null || max === null || min === undefined || max === undefined) return null;
  return atS < min || atS > max ? null : chart.valToPos(atS, 'x', true);
}
