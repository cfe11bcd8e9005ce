/** The response latencies of a run, or of what is chosen of it, as the page shows them. Pure. */

import type { PageData } from '../../page/page_data.ts';
import { calibrationText } from '../calibration.ts';
import { count, percent } from '../figure.ts';
import { distributionOf } from '../monitored.ts';
import { isPercentile, thresholdText } from '../judge.ts';
import { percentileInterval, percentile } from '../statistics.ts';
import type { Summary } from '../summary.ts';
import { bandShares, missingLine } from '../view/outline.ts';
import { html, type Hypertext } from './hypertext.ts';
import { latencyPicture, type LatencyPicture } from './latency_picture.ts';
import { noData } from './table.ts';

export interface Shape {
  readonly log: boolean;
  readonly width: number;
}

/** Without a script it is as wide as this. */
export const WIDTH = 640;

/** `chosen`: the latencies to show in place of all, ascending, and the turns among them that got no answer. */
export function distribution(
  { summary, recorded }: PageData,
  shape: Shape = { log: false, width: WIDTH },
  chosen: { readonly sorted: Float64Array; readonly lost: number } | null = null,
): Hypertext {
  const whole = distributionOf(summary.metrics, 'response_latency');
  const all = chosen === null ? recorded?.latencies : countsOf(chosen.sorted);
  if (all === undefined) return noData('the records are not at hand, only what was summed up of them');
  if (all.ms.length === 0)
    return noData(
      chosen === null ? 'no turn that asked for an answer got one' : 'nothing that is chosen was answered',
    );
  const p95 =
    chosen === null
      ? { ms: whole?.p95 ?? null, ci: whole?.ci.p95 ?? null }
      : { ms: percentile(chosen.sorted, 95), ci: percentileInterval(chosen.sorted, 95) };
  return latencyPicture({
    ...all,
    ...shape,
    lost: chosen?.lost ?? summary.bands.unanswered,
    bands: Object.entries(summary.bands.boundsMs),
    thresholds: limitsOf(summary),
    p95,
  });
}

/** What stands below the picture. */
export function distributionNote(data: PageData): Hypertext {
  const shares = bandShares(data.summary).filter(({ count: n }) => n > 0);
  const missing = missingLine(data.summary);
  return html`<p class="note">
    ${shares.map(({ band, count: n, share }) => html`<span class="band ${band}">${band} ${percent(share)} (${count(n)})</span> `)}
    ${shares.length === 0 ? null : html`<br />`}${anyAnswer(data) ? 'Bars: answers; line: the share of turns answered by then. ' : ''}Own
    error, ${calibrationText(data.summary)}.
    ${missing === '' ? null : html`<br />${missing[0]?.toUpperCase() ?? ''}${missing.slice(1)}.`}
  </p>`;
}

/** There is something above to explain. */
function anyAnswer({ recorded }: PageData): boolean {
  return recorded !== null && recorded.latencies.ms.length > 0;
}

function limitsOf({ verdict }: Summary): LatencyPicture['thresholds'] {
  return verdict.thresholds.flatMap((result) =>
    result.metric === 'response_latency' && isPercentile(result.stat)
      ? [
          {
            text: result.caller === undefined ? result.text : thresholdText(result),
            atMs: result.value,
            pass: result.pass,
          },
        ]
      : [],
  );
}

function countsOf(sorted: Float64Array): { readonly ms: number[]; readonly counts: number[] } {
  return { ms: [...sorted], counts: Array.from(sorted, () => 1) };
}
