/** Where the money goes, as a Sankey: from who calls to what is billed. As wide as it is dear; a table beside it tells the same. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { Forecast } from '../../forecast/projection/forecast.ts';
import { percent } from '../figure.ts';
import { escapedText } from '../page/hypertext.ts';
import { shortened } from '../view/columns.ts';
import { drawingFile, drawingIn, PART_COLOURS } from './drawing_style.ts';
import { money, moneyByPart } from './forecast_text.ts';

const WIDTH = 720;
const LEFT = 190;
const RIGHT = 500;
const NODE = 12;
const TOP = 28;
/** Of all the money. */
const TALL = 240;
/** A word’s own. */
const LINE = 18;
const MOST_CALLERS = 12;
const LABEL_SIGNS = 26;

export function moneyChart(forecast: Forecast): string {
  const { height, inside } = drawn(forecast);
  return drawingIn(titleOf(forecast), WIDTH, height, inside);
}

export function moneyFile(forecast: Forecast): string {
  const { height, inside } = drawn(forecast);
  return drawingFile(titleOf(forecast), WIDTH, height, inside);
}

function titleOf(forecast: Forecast): string {
  const parts = moneyByPart(forecast).map(({ part, usd }) => `${part} ${money(usd)}`);
  return `Where the money goes, a month on average: ${parts.join(', ')}`;
}

interface Node {
  readonly name: string;
  readonly usd: number;
  readonly y: number;
  readonly height: number;
}

function drawn(forecast: Forecast): { readonly height: number; readonly inside: readonly string[] } {
  const flows = fewCallers(forecast.money);
  const total = flows.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
  if (total <= 0) {
    return { height: 60, inside: ['<text class="word" x="12" y="34">Nothing was billed.</text>'] };
  }
  const sumBy = (key: 'caller' | 'part'): { name: string; usd: number }[] => {
    const sums = new Map<string, number>();
    for (const flow of flows) sums.set(flow[key], (sums.get(flow[key]) ?? 0) + flow.usdPerMonth);
    return [...sums].map(([name, usd]) => ({ name, usd })).sort((a, b) => b.usd - a.usd);
  };
  const callers = placed(sumBy('caller'), total);
  const parts = placed(sumBy('part'), total);
  const left = new Map(callers.map((node) => [node.name, node.y]));
  const right = new Map(parts.map((node) => [node.name, node.y]));
  const bands: string[] = [];
  for (const caller of callers) {
    for (const [at, part] of parts.entries()) {
      const usd = flows
        .filter((flow) => flow.caller === caller.name && flow.part === part.name)
        .reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
      if (usd <= 0) continue;
      const thick = (usd / total) * TALL;
      const [from, to] = [left.get(caller.name) ?? 0, right.get(part.name) ?? 0];
      left.set(caller.name, from + thick);
      right.set(part.name, to + thick);
      bands.push(band(from, to, thick, at % PART_COLOURS));
    }
  }
  const bottom = Math.max(...[...callers, ...parts].map(({ y, height }) => y + Math.max(LINE, height)));
  return {
    height: Math.ceil(bottom + 10),
    inside: [
      `<text class="word" x="${LEFT}" y="16" text-anchor="end">who calls</text>`,
      `<text class="word" x="${RIGHT + NODE}" y="16">what is billed, a month on average</text>`,
      ...bands,
      ...callers.map(
        (node) =>
          `<rect class="node" x="${LEFT - NODE}" y="${n(node.y)}" width="${NODE}" height="${n(node.height)}"/>` +
          label(
            LEFT - NODE - 6,
            node,
            'end',
            shortened(visible(node.name), LABEL_SIGNS - 8),
            node.usd / total,
          ),
      ),
      ...parts.map(
        (node, at) =>
          `<rect class="m${at % PART_COLOURS}" x="${RIGHT}" y="${n(node.y)}" width="${NODE}" height="${n(node.height)}"/>` +
          label(
            RIGHT + NODE + 6,
            node,
            'start',
            `${shortened(visible(node.name), LABEL_SIGNS)} ${money(node.usd)}`,
            node.usd / total,
          ),
      ),
    ],
  };
}

/** One below the other, as far apart as their words need. */
function placed(nodes: readonly { readonly name: string; readonly usd: number }[], total: number): Node[] {
  let y = TOP;
  return nodes.map(({ name, usd }) => {
    const height = Math.max(1, (usd / total) * TALL);
    const node = { name, usd, y, height };
    y += Math.max(LINE, height + 6);
    return node;
  });
}

function band(from: number, to: number, thick: number, colour: number): string {
  const middle = (LEFT + RIGHT) / 2;
  return (
    `<path class="flow m${colour}" d="M${LEFT} ${n(from)}C${middle} ${n(from)} ${middle} ${n(to)} ${RIGHT} ${n(to)}` +
    `L${RIGHT} ${n(to + thick)}C${middle} ${n(to + thick)} ${middle} ${n(from + thick)} ${LEFT} ${n(from + thick)}Z"/>`
  );
}

function label(x: number, { y, height }: Node, anchor: string, text: string, share: number): string {
  const at = y + Math.max(LINE, height) / 2 - (height < LINE ? (LINE - height) / 2 : 0) + 4;
  return `<text class="word" x="${x}" y="${n(at)}" text-anchor="${anchor}">${escapedText(`${text} (${percent(share)})`)}</text>`;
}

/** The dearest by name, the rest together. */
function fewCallers(flows: Forecast['money']): Forecast['money'] {
  const sums = new Map<string, number>();
  for (const { caller, usdPerMonth } of flows) sums.set(caller, (sums.get(caller) ?? 0) + usdPerMonth);
  if (sums.size <= MOST_CALLERS) return flows;
  const kept = new Set(
    [...sums]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_CALLERS - 1)
      .map(([name]) => name),
  );
  return flows.map((flow) => (kept.has(flow.caller) ? flow : { ...flow, caller: 'all others' }));
}

function n(value: number): string {
  return String(Number(value.toFixed(1)));
}
