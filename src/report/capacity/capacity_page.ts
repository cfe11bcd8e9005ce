/** A search for capacity as a page of one file: the answer, latency and throughput drawn, what the law says, and each level in a table. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { CapacityLevel, CapacityResult, Estimated } from '../../forecast/capacity/capacity_result.ts';
import { staticPage } from '../compare/static_page.ts';
import { count, ms, percent } from '../figure.ts';
import { escapedText as escaped } from '../page/hypertext.ts';
import { CAPACITY_STYLE, drawnIn } from './capacity_drawing.ts';
import { amountText, levelsInOrder } from './capacity_rows.ts';
import { capacityScaling } from './fitted_levels.ts';
import { latencyCurve } from './latency_curve.ts';
import { furtherNotes } from './further_notes.ts';
import { digits } from './scaling_text.ts';
import { throughputCurve } from './throughput_curve.ts';

export function capacityPage(result: CapacityResult): string {
  const { run, knee, limit, settings, notes } = result;
  const title = `Capacity: ${visible(run.scenario.name)}`;
  const { throughput } = capacityScaling(result);
  const tone = knee.holds === null ? ' worse' : '';
  return staticPage(
    title,
    [
      `<h1>${escaped(title)}</h1>`,
      `<p class="lead${tone}">${escaped(knee.said)}</p>`,
      `<p>Limit: ${escaped(limit.said)}</p>`,
      ...(limit.next === null ? [] : [`<p>Next: ${escaped(limit.next)}</p>`]),
      `<p class="dim">${escaped(settings.slo.map(({ text }) => text).join(', '))}. ${escaped(run.target.simulated ? 'The simulated agent' : run.target.url)}, ${escaped(run.target.model)}, seed ${count(run.seed)}${run.engine === 'virtual' ? ', in virtual time' : ''}.</p>`,
      '<h2>Latency</h2>',
      drawnIn(latencyCurve(result)),
      '<h2>Throughput</h2>',
      drawnIn(throughputCurve(result, throughput)),
      '<ul>',
      ...furtherNotes(result).map((sentence) => `<li>${escaped(sentence)}</li>`),
      '</ul>',
      '<h2>Levels</h2>',
      ...levelTable(result),
      ...(notes.length === 0
        ? []
        : [
            '<h2>What to know</h2>',
            '<ul class="dim">',
            ...notes.map((note) => `<li>${escaped(note)}</li>`),
            '</ul>',
          ]),
    ],
    CAPACITY_STYLE,
  );
}

function levelTable(result: CapacityResult): readonly string[] {
  const first = result.unit === 'calls_at_once' ? 'calls at once' : 'calls a second';
  return [
    '<div class="scroll" tabindex="0" role="region" aria-label="Levels"><table>',
    `<thead><tr><th class="text" scope="col">${first}</th><th scope="col">p50</th><th scope="col">p95</th><th scope="col">calls failed</th><th scope="col">turns a second</th><th scope="col">turns</th><th class="text" scope="col">verdict</th></tr></thead>`,
    '<tbody>',
    ...levelsInOrder(result).map(levelRow),
    '</tbody></table></div>',
  ];
}

const tones: Readonly<Record<CapacityLevel['verdict'], string>> = {
  holds: 'better',
  fails: 'worse',
  undecided: 'changed',
  left: 'dim',
  invalid: 'changed',
  cut: 'dim',
};

function levelRow(level: CapacityLevel): string {
  const { amount, latencyMs, errorRate, answeredPerSecond, turns, verdict, why } = level;
  const cell = ({ value, low, high }: Estimated, told: (value: number) => string): string => {
    const ends =
      low === null && high === null
        ? ''
        : `${low === null ? '…' : told(low)} to ${high === null ? '…' : told(high)}`;
    return `<td>${escaped(value === null ? '–' : told(value))}<small>${escaped(ends)}</small></td>`;
  };
  return [
    `<tr><th class="text" scope="row">${amountText(amount)}</th>`,
    cell(latencyMs.p50, ms),
    cell(latencyMs.p95, ms),
    cell(errorRate, percent),
    cell(answeredPerSecond, digits),
    `<td>${count(turns.ended)}</td>`,
    `<td class="text wide"><strong class="${tones[verdict]}">${escaped(verdict)}</strong><small>${escaped(why)}</small></td></tr>`,
  ].join('');
}
