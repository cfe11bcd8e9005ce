/**
 * The charts over time, which zoom and move together, and in which what is chosen is seen. They are reached by the keyboard: arrows
 * move, + and − zoom, Escape shows and chooses the whole run again.
 */

import type uPlot from 'uplot';
import { pick } from '../report/page/picked.ts';
import { hasLatency } from '../report/page/time_section.ts';
import { everything, type Choice, type Chosen } from './choice.ts';
import { callAt, latencyChart } from './latency_chart.ts';
import { loadChart, troubleChart } from './load_chart.ts';
import type { PageData } from './page_data.ts';
import { paletteNow } from './palette.ts';
import { timeChart, type TimeChart } from './time_chart.ts';
import { moved, zoomed, type Sight } from './sight.ts';

export interface Charts {
  /** Other data, another theme, another width. */
  readonly repaint: (data: PageData) => void;
  /** To the stretch that is chosen. */
  readonly zoomToChosen: () => void;
  readonly showAll: () => void;
}

/** `openCall`: where a dot is clicked. */
export function timeCharts(first: PageData, chosen: Chosen, openCall: (call: number) => void): Charts {
  let data = first;
  let made: uPlot[] = [];
  /** In seconds. Null: all of it, however long it grows. */
  let sight: Sight | null = null;

  const all = (): Sight => ({ from: 0, until: (data.recorded?.durationMs ?? 0) / 1000 });
  const look = (next: Sight | null): void => {
    sight = next;
    const { from: min, until: max } = next ?? all();
    for (const chart of made) chart.setScale('x', { min, max });
    shade();
  };
  const shade = (): void => {
    const { stretch } = chosen.now;
    for (const chart of made) {
      const left = stretch === null ? 0 : chart.valToPos(stretch.fromMs / 1000, 'x');
      const right = stretch === null ? 0 : chart.valToPos(stretch.untilMs / 1000, 'x');
      const end = chart.over.clientWidth;
      const from = Math.min(end, Math.max(0, left));
      const width = Math.min(end, Math.max(0, right)) - from;
      chart.setSelect({ left: from, top: 0, width, height: chart.over.clientHeight }, false);
    }
  };
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -0.2, ArrowRight: 0.2 }[event.key];
    if (step !== undefined) look(moved(sight ?? all(), step, all()));
    else if (event.key === '+' || event.key === '=') look(zoomed(sight ?? all(), 0.5, all()));
    else if (event.key === '-') look(zoomed(sight ?? all(), 2, all()));
    else if (event.key === 'Escape') {
      look(null);
      chosen.change({ stretch: null });
    } else return;
    event.preventDefault();
  };

  /** The click that ends a drag is none. */
  let dragged = false;
  const choose = (stretch: Choice['stretch']): void => {
    dragged = true;
    chosen.change({ stretch });
  };

  const repaint = (next: PageData): void => {
    data = next;
    for (const chart of made) chart.destroy();
    made = [];
    const { recorded, summary } = data;
    if (recorded === null) return;
    const palette = paletteNow();
    const windows = summary.windows ?? [];
    const picked = pick(recorded, { ...chosen.now, stretch: null });
    const add = (id: string, name: string, charts: readonly Omit<TimeChart, 'chosen'>[]): void => {
      const root = document.querySelector<HTMLElement>(`[data-plot="${id}"]`);
      if (root === null) return;
      root.tabIndex = 0;
      root.setAttribute('role', 'group');
      root.setAttribute(
        'aria-label',
        `${name}: arrows move, plus and minus zoom, Escape shows all. The same is below as a table`,
      );
      root.onkeydown = keys;
      root.ondblclick = () => {
        look(null);
        chosen.change({ stretch: null });
      };
      for (const chart of charts) made.push(timeChart(root, { ...chart, chosen: choose }, palette));
    };
    // Axes without anything in them tell nothing.
    const timed = hasLatency(recorded.series);
    add('time', 'Charts over time', [
      ...(timed ? [latencyChart(recorded, picked, windows, palette)] : []),
      loadChart(recorded, windows, palette),
    ]);
    const latency = timed ? made[0] : undefined;
    latency?.over.addEventListener('click', ({ offsetX, offsetY }) => {
      // The click took the shade of what is chosen away.
      shade();
      const call = callAt(latency, picked, { x: offsetX, y: offsetY });
      if (call !== null && !dragged) openCall(call);
      dragged = false;
    });
    const { failures, fallbacks } = recorded.series;
    if (failures.length + fallbacks.length > 0)
      add('failures', 'Errors and fallbacks over time', [troubleChart(recorded, palette)]);
    look(sight);
  };

  let [caller, code] = [everything.caller, everything.code];
  chosen.listen((choice) => {
    // The dots are those of the chosen callers and codes alone.
    if (choice.caller !== caller || choice.code !== code) repaint(data);
    else shade();
    [caller, code] = [choice.caller, choice.code];
  });
  repaint(first);
  return {
    repaint,
    zoomToChosen: () => {
      const { stretch } = chosen.now;
      if (stretch !== null) look({ from: stretch.fromMs / 1000, until: stretch.untilMs / 1000 });
    },
    showAll: () => look(null),
  };
}
