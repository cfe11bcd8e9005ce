/** A comparison as a page of one file: the conclusion, then each difference drawn with its interval, in tables that can be read aloud. Pure. */

import { visible } from '../../core/word/visible.ts';
import { count } from '../figure.ts';
import { escapedText as escaped } from '../page/hypertext.ts';
import { regressionsOf, type ComparedRow, type ComparedWith, type Comparison } from './comparison.ts';
import {
  conclusion,
  differenceText,
  intervalText,
  isReal,
  pairingText,
  readingNotes,
  rowName,
  runText,
  sideIntervalText,
  sideText,
  verdictText,
} from './comparison_text.ts';
import { forestRow, scaleOf, type Scale } from './forest_plot.ts';
import { staticPage } from './static_page.ts';

export function comparisonPage(comparison: Comparison): string {
  const { before, after } = comparison;
  const title = `Comparison: ${visible(before.scenario)}`;
  const tone = regressionsOf(comparison).length > 0 ? ' worse' : '';
  return staticPage(title, [
    `<h1>${escaped(title)}</h1>`,
    `<p class="lead${tone}">${escaped(conclusion(comparison))}</p>`,
    `<p class="dim">before: ${escaped(runText(before))}</p>`,
    ...after.flatMap(blocks),
    '<h2>How to read it</h2>',
    '<ul class="dim">',
    ...readingNotes(comparison).map((note) => `<li>${escaped(note)}</li>`),
    '</ul>',
  ]);
}

function blocks(one: ComparedWith): readonly string[] {
  const { rows } = one;
  const tested = rows.filter(({ verdict }) => verdict !== 'untested');
  return [
    `<h2>after: ${escaped(visible(one.run.given))}</h2>`,
    `<p class="dim">${escaped(runText(one.run))}. ${escaped(pairingText(one))}.</p>`,
    ...one.warnings.map((text) => `<p class="warning">Warning: ${escaped(visible(text))}.</p>`),
    ...tableOf(
      'Of all callers',
      tested.filter(({ caller }) => caller === null),
    ),
    ...tableOf(
      'By caller',
      tested.filter(({ caller }) => caller !== null),
    ),
    ...tableOf(
      'Shown without a verdict',
      rows.filter(({ verdict }) => verdict === 'untested'),
    ),
  ];
}

function tableOf(title: string, rows: readonly ComparedRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const scale = scaleOf(rows);
  return [
    `<h2>${title}</h2>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table>`,
    '<thead><tr><th class="text" scope="col">metric</th><th scope="col">before</th><th scope="col">after</th><th scope="col">difference</th><th class="text" scope="col">better or worse, 95%</th><th class="text" scope="col">verdict</th><th scope="col">calls</th></tr></thead>',
    '<tbody>',
    ...rows.map((row) => rowOf(row, scale)),
    '</tbody></table></div>',
  ];
}

function rowOf(row: ComparedRow, scale: Scale): string {
  const { unit, before, after, verdict } = row;
  const [name, difference, interval] = [
    rowName(row),
    differenceText(row),
    intervalText(row.interval, unit),
  ].map(escaped);
  const side = (one: ComparedRow['before']): string =>
    `<td>${escaped(sideText(one, unit))}<small>${escaped(sideIntervalText(one, unit))}</small></td>`;
  const tone = isReal(row) ? ` class="${verdict}"` : '';
  const p =
    row.p === null ? '' : `<small>p ${row.p < 0.001 ? '&lt; 0.001' : Number(row.p.toPrecision(2))}</small>`;
  const calls =
    before.calls === after.calls ? count(before.calls) : `${count(before.calls)}, ${count(after.calls)}`;
  return [
    `<tr><th class="text" scope="row">${name}</th>`,
    side(before),
    side(after),
    `<td${tone}>${difference}<small>${interval}</small></td>`,
    `<td class="text">${forestRow(row, scale, `${name}: ${difference} ${interval}`)}</td>`,
    `<td class="text wide">${isReal(row) ? `<strong${tone}>${escaped(verdictText(row))}</strong>` : escaped(verdictText(row))}${p}</td>`,
    `<td>${calls}</td></tr>`,
  ].join('');
}
