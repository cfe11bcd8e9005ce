/** Latency over time: each answer a dot, p50 and p95 as a band, turns without an answer as crosses at the top; faults are shaded. */

import type uPlot from 'uplot';
import { ms } from '../report/figure.ts';
import type { Picked } from '../report/page/picked.ts';
import type { FaultWindow } from '../report/fault_window.ts';
import type { Recorded } from './page_data.ts';
import { faint, type Palette } from './palette.ts';
import { inSight, type TimeChart } from './time_chart.ts';

export function latencyChart(
  { series }: Recorded,
  picked: Picked,
  windows: readonly FaultWindow[],
  palette: Palette,
): Omit<TimeChart, 'chosen'> {
  const value = (_: uPlot, at: number | null): string => ms(at);
  return {
    height: 240,
    unit: 'ms',
    data: [middles(series), [...series.p50], [...series.p95]],
    series: [
      { label: 'p50', stroke: palette.bar, width: 2, spanGaps: true, points: { show: false }, value },
      {
        label: 'p95',
        stroke: palette.parts[1] ?? '',
        width: 2,
        spanGaps: true,
        points: { show: false },
        value,
      },
    ],
    bands: [{ series: [2, 1], fill: faint(palette.parts[1] ?? '#888888', 0.14) }],
    under: (chart) => {
      shadeWindows(chart, windows, palette);
      dots(chart, picked, palette);
    },
  };
}

/** In the middle of each bucket, in seconds. */
export function middles({ bucketMs, turns }: Recorded['series']): number[] {
  return turns.map((_, bucket) => ((bucket + 0.5) * bucketMs) / 1000);
}

export function shadeWindows(chart: uPlot, windows: readonly FaultWindow[], palette: Palette): void {
  const { ctx, bbox } = chart;
  const { min, max } = chart.scales['x'] ?? {};
  ctx.save();
  ctx.fillStyle = faint(palette.warn, 0.16);
  for (const { fromMs, untilMs } of windows) {
    const from = Math.max(fromMs / 1000, min ?? 0);
    const until = Math.min((untilMs ?? Infinity) / 1000, max ?? 0);
    if (until < from) continue;
    const [left, right] = [chart.valToPos(from, 'x', true), chart.valToPos(until, 'x', true)];
    ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
  }
  ctx.restore();
}

const MANY_DOTS = 2000;

function dots(chart: uPlot, { columns: { turns }, turns: some }: Picked, palette: Palette): void {
  const { ctx, bbox } = chart;
  const scale = devicePixelRatio;
  const top = chart.scales['y']?.max ?? 0;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  // Few are seen each for itself, many as a cloud.
  ctx.fillStyle = faint(palette.ink, some.length > MANY_DOTS ? 0.3 : 0.6);
  ctx.strokeStyle = palette.fail;
  ctx.lineWidth = 2 * scale;
  for (const turn of some) {
    const x = inSight(chart, (turns.atMs[turn] ?? 0) / 1000);
    if (x === null) continue;
    const latencyMs = turns.latencyMs[turn] ?? null;
    if (turns.lost[turn] === 1) cross(ctx, x, bbox.top + 6 * scale, 4 * scale);
    else if (latencyMs !== null) {
      const y = chart.valToPos(Math.min(latencyMs, top), 'y', true);
      ctx.fillRect(x - 1.5 * scale, y - 1.5 * scale, 3 * scale, 3 * scale);
    }
  }
  ctx.restore();
}

/** Further from a dot than this nobody meant it. */
const NEAR_PX = 12;

/** The number of the call whose answer, or whose turn without one, lies where somebody clicked. Null: none is near. */
export function callAt(
  chart: uPlot,
  { columns: { calls, turns }, turns: some }: Picked,
  at: { readonly x: number; readonly y: number },
): number | null {
  let nearest = NEAR_PX;
  let found: number | null = null;
  for (const turn of some) {
    const latencyMs = turns.latencyMs[turn] ?? null;
    const lost = turns.lost[turn] === 1;
    if (latencyMs === null && !lost) continue;
    const x = chart.valToPos((turns.atMs[turn] ?? 0) / 1000, 'x');
    const y = lost ? 6 : chart.valToPos(latencyMs ?? 0, 'y');
    const far = Math.hypot(x - at.x, y - at.y);
    if (far >= nearest) continue;
    nearest = far;
    found = calls.call[turns.place[turn] ?? -1] ?? null;
  }
  return found;
}

function cross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(x - size, y - size);
  ctx.lineTo(x + size, y + size);
  ctx.moveTo(x + size, y - size);
  ctx.lineTo(x - size, y + size);
  ctx.stroke();
}
