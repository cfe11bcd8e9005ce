/** What went on when, as a table: what the charts above it show, for whoever reads it or hears it read. Pure. */

import type { PageData, Series } from '../../page/page_data.ts';
import { count, ms, seconds } from '../figure.ts';
import { html, type Hypertext } from './hypertext.ts';
import { noData, tableOf } from './table.ts';

export function timeTable({ recorded }: PageData): Hypertext {
  if (recorded === null) return noData('the records are not at hand, only what was summed up of them');
  const { series, held } = recorded;
  const some = held.turns < held.ofTurns;
  const each = seconds(series.bucketMs / 1000);
  return html`${
      hasLatency(series)
        ? html`<p class="note">
            Dots: answers${some ? `, a sample of ${count(held.turns)} of ${count(held.ofTurns)} turns` : ''};
            lines: p50 and p95 of the answers that came in each ${each}; crosses: turns that got none. Drag
            over a chart to choose a stretch.
          </p>`
        : noData('no turn asked for an answer, so there is no latency to draw')
    }
    <details>
      <summary>The same as a table</summary>
      ${tableOf({
        caption: 'Latency, load and faults over time',
        head: [
          'from',
          'turns',
          'unanswered',
          'p50',
          'p95',
          'calls at once',
          'calls failed',
          'fallbacks',
          'struck',
        ],
        rows: rowsOf(series),
      })}
    </details>`;
}

/** Some turn was answered, or should have been. */
export function hasLatency({ turns }: Pick<Series, 'turns'>): boolean {
  return turns.some((due) => due > 0);
}

/** Stretches in which nothing happened are left out. */
function rowsOf(series: Series): string[][] {
  const at = (index: number) => (counts: readonly { readonly counts: readonly number[] }[]) =>
    counts.reduce((sum, one) => sum + (one.counts[index] ?? 0), 0);
  return series.turns.flatMap((turns, index) => {
    const sum = at(index);
    const [failed, fellBack, struck] = [sum(series.failures), sum(series.fallbacks), sum(series.strikes)];
    if (turns + failed + fellBack + struck === 0) return [];
    return [
      [
        seconds((index * series.bucketMs) / 1000),
        count(turns),
        count(series.lost[index] ?? 0),
        ms(series.p50[index] ?? null),
        ms(series.p95[index] ?? null),
        count(series.concurrency[index] ?? 0),
        count(failed),
        count(fellBack),
        count(struck),
      ],
    ];
  });
}
