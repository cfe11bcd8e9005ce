/**
 * What a response latency is made of: the mean of each part on the critical path, which add up to the mean of the whole, of all turns, of
 * those in the middle and of the slowest. What no part explains is a part of its own. Pure.
 */

import type { PageData, PartName } from '../../page/page_data.ts';
import { count, ms } from '../figure.ts';
import { LATENCY_COLUMNS, latencyRows } from '../view/outline.ts';
import { html, type Hypertext } from './hypertext.ts';
import { PARTS } from './page_columns.ts';
import { pick, type Picked } from './picked.ts';
import { noData, tableOf } from './table.ts';
import { everything } from '../../page/choice.ts';

export interface Fall {
  readonly name: string;
  readonly turns: number;
  readonly totalMs: number;
  /** In the order of the critical path; the unexplained last. */
  readonly parts: readonly { readonly name: PartName | 'unexplained'; readonly ms: number }[];
}

const NAMES: Readonly<Record<PartName | 'unexplained', string>> = {
  packetization: 'packetization',
  vadDelay: 'end of speech noticed (VAD)',
  llmDelay: 'model, to first content',
  ttsDelay: 'voice, to first audio',
  networkDown: 'network, back',
  playbackDelay: 'jitter buffer',
  leadIn: 'silence before the answer',
  unexplained: 'unexplained',
};

export function fallsOf({ columns: { turns: all }, turns }: Picked): Fall[] {
  const answered = turns
    .filter((turn) => (all.latencyMs[turn] ?? null) !== null)
    .sort((a, b) => (all.latencyMs[a] ?? 0) - (all.latencyMs[b] ?? 0));
  const n = answered.length;
  if (n === 0) return [];
  const slice = (from: number, to: number): number[] =>
    answered.slice(Math.floor(n * from), Math.max(Math.floor(n * from) + 1, Math.ceil(n * to)));
  return [
    ['all turns', answered] as const,
    ['middle tenth', slice(0.45, 0.55)] as const,
    ['slowest tenth', slice(0.9, 1)] as const,
  ].map(([name, some]) => {
    const meanOf = (values: readonly (number | null)[]): number =>
      some.reduce((sum, turn) => sum + (values[turn] ?? 0), 0) / some.length;
    const totalMs = meanOf(all.latencyMs);
    const known = PARTS.map((part) => ({ name: part, ms: meanOf(all.parts[part]) }));
    const rest = totalMs - known.reduce((sum, part) => sum + part.ms, 0);
    return {
      name,
      turns: some.length,
      totalMs,
      parts: [...known, { name: 'unexplained' as const, ms: rest }],
    };
  });
}

export function waterfall(data: PageData, picked: Picked | null): Hypertext {
  const { recorded, summary } = data;
  if (recorded === null) return noData('the records are not at hand, only what was summed up of them');
  const falls = fallsOf(picked ?? pick(recorded, everything));
  const [whole] = falls;
  if (whole === undefined) return noData('no turn that asked for an answer got one');
  const most = Math.max(...falls.map(({ totalMs }) => totalMs), 1);
  const told = falls.map(({ name, totalMs }) => `${name} ${ms(totalMs)}`).join(', ');
  return html`<p class="note">
      Means, which add up. Half of the round trip that goes up lies inside the noticing of the end of speech.
    </p>
    <div role="img" aria-label="Parts of the response latency: ${told}; the table below has them">
      ${falls.map((fall) => barOf(fall, most))}
    </div>
    <p class="key">
      ${whole.parts.map(({ name }, at) => html`<span class="key-${at + 1}">${NAMES[name]}</span> `)}
    </p>
    ${tableOf({
      caption: 'Parts of the response latency, mean of each',
      head: ['part', ...falls.map(({ name, turns }) => `${name} (n=${count(turns)})`)],
      rows: [
        ...whole.parts.map(({ name }, at) => [
          NAMES[name],
          ...falls.map(({ parts }) => ms(parts[at]?.ms ?? null)),
        ]),
        [html`<strong>response latency</strong>`, ...falls.map(({ totalMs }) => ms(totalMs))],
      ],
    })}
    <details>
      <summary>Percentiles of every latency</summary>
      ${latencyTable(summary)}
    </details>`;
}

function barOf({ name, turns, totalMs, parts }: Fall, most: number): Hypertext {
  let x = 0;
  const pieces = parts.map((part, index) => {
    const wide = (Math.max(0, part.ms) / most) * 1000;
    const [from, width] = [Math.round(x), Math.round(x + wide) - Math.round(x)];
    x += wide;
    return html`<rect class="part-${index + 1}" x="${from}" y="0" width="${width}" height="10">
      <title>${NAMES[part.name]}: ${ms(part.ms)}</title>
    </rect>`;
  });
  return html`<p class="fall">${name}, ${ms(totalMs)} (n=${count(turns)})</p>
    <svg class="waterfall" viewBox="0 0 1000 10" preserveAspectRatio="none">${pieces}</svg>`;
}

function latencyTable(summary: PageData['summary']): Hypertext {
  return tableOf({
    caption: 'Percentiles of every latency',
    head: ['', 'n', ...LATENCY_COLUMNS],
    rows: latencyRows(summary).map((row) => [
      html`<span class="${row.part ? 'part' : 'whole'}">${row.metric}</span>`,
      count(row.count),
      ...row.cells.map(({ text, tooFew }) => (tooFew ? html`<small>~${text}</small>` : text)),
    ]),
  });
}
