/** How the two took turns: interruptions and murmurs by our own rates, and τ-voice's panel. Pure. */

import type { Summary } from '../summary.ts';
import { count, ms, percent, range } from '../figure.ts';
import { distributionOf } from '../monitored.ts';
import { factsOf, type MetricName } from '../../core/log/metric.ts';
import { panelHead, panelNote, panelRows } from '../view/panel_block.ts';
import { html, type Hypertext } from './hypertext.ts';
import { noData, tableOf } from './table.ts';

const RATES = [
  'yield_rate',
  'false_yield_rate',
  'agent_interruption_rate',
  'phantom_start_rate',
  'phantom_stop_rate',
  'cut_short_rate',
] as const satisfies readonly MetricName[];

export function turnTaking({ metrics, panel }: Summary): Hypertext {
  const rates = RATES.flatMap((name) => {
    const found = metrics[name];
    return found?.kind !== 'rate' || found.of === 0
      ? []
      : [[factsOf(name).label, percent(found.rate), count(found.of), range(found.ci, percent) || '–']];
  });
  const stop = distributionOf(metrics, 'barge_in_stop');
  return html`${
    rates.length === 0
      ? noData('nobody spoke over anybody, and no answer was heard')
      : tableOf({ caption: 'Taking turns', head: ['share', '', 'n', '95% interval'], rows: rates })
  }
  ${
    stop !== null && stop.count > 0
      ? html`<p class="note">
          Spoken over, the agent fell silent after ${ms(stop.p50)} at p50 and ${ms(stop.p95)} at p95
          (n=${count(stop.count)}).
        </p>`
      : noData('no caller spoke over the agent until it fell silent')
  }
  ${
    panel === undefined
      ? noData(
          'no caller spoke over the agent or made a sound that asked for nothing, so τ-voice’s panel has nothing to tell',
        )
      : html`<h3>τ-voice’s panel</h3>
          ${tableOf({ caption: 'Turn-taking in τ-voice’s letters', head: panelHead, rows: panelRows(panel) })}
          <p class="note">${panelNote}</p>`
  }`;
}
