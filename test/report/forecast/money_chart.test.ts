/** Where the money goes, of a few flows whose places in the picture can be reckoned. */

import { describe, expect, it } from 'vitest';
import type { MoneyFlow } from '../../../src/forecast/projection/forecast.ts';
import { moneyChart, moneyFile } from '../../../src/report/forecast/money_chart.ts';
import { once } from '../once.ts';
import { manyCalls, projected } from '../../forecast/projection/made_calls.ts';

const forecast = projected({ calls: manyCalls(20, 1) });
const flow = (caller: string, part: string, usdPerMonth: number): MoneyFlow => ({
  caller,
  part,
  usdPerMonth,
});
const drawn = (...money: readonly MoneyFlow[]): string => moneyChart({ ...forecast, money });
const all = (drawing: string, pattern: RegExp): readonly string[] =>
  [...drawing.matchAll(pattern)].map(([found]) => found);
const words = (drawing: string): readonly string[] =>
  [...drawing.matchAll(/<text class="word"[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

// In no order, and one of them in two.
const four = [
  flow('refund', 'audio out', 20),
  flow('buyer', 'audio out', 20),
  flow('buyer', 'audio in', 50),
  flow('buyer', 'audio in', 10),
];

describe('the picture of the money', () => {
  const drawing = once(() => drawn(...four));

  it('has those who call on the left and what is billed on the right, the dearest first, 240 high together', () => {
    expect(all(drawing(), /<rect [^>]*>/g)).toEqual([
      '<rect class="node" x="178" y="28" width="12" height="192"/>',
      '<rect class="node" x="178" y="226" width="12" height="48"/>',
      '<rect class="m0" x="500" y="28" width="12" height="144"/>',
      '<rect class="m1" x="500" y="178" width="12" height="96"/>',
    ]);
  });

  it('has a band from each caller to each part, below the one before it at either end, in the colour of the part', () => {
    expect(all(drawing(), /<path [^>]*>/g)).toEqual([
      '<path class="flow m0" d="M190 28C345 28 345 28 500 28L500 172C345 172 345 172 190 172Z"/>',
      '<path class="flow m1" d="M190 172C345 172 345 178 500 178L500 226C345 226 345 220 190 220Z"/>',
      '<path class="flow m1" d="M190 226C345 226 345 226 500 226L500 274C345 274 345 274 190 274Z"/>',
    ]);
  });

  it('has beside each what share of all it is, and of a part what it costs', () => {
    expect(all(drawing(), /<text [^>]*>[^<]*<\/text>/g)).toEqual([
      '<text class="word" x="190" y="16" text-anchor="end">who calls</text>',
      '<text class="word" x="512" y="16">what is billed, a month on average</text>',
      '<text class="word" x="172" y="128" text-anchor="end">buyer (80%)</text>',
      '<text class="word" x="172" y="254" text-anchor="end">refund (20%)</text>',
      '<text class="word" x="518" y="104" text-anchor="start">audio in $60.00 (60%)</text>',
      '<text class="word" x="518" y="230" text-anchor="start">audio out $40.00 (40%)</text>',
    ]);
  });

  it('is as high as its lower side, and says in its title what it shows', () => {
    expect(drawing()).toContain('viewBox="0 0 720 284"');
    expect(drawing()).toContain(
      '<title>Where the money goes, a month on average: audio in $60.00, audio out $40.00</title>',
    );
    const file = moneyFile({ ...forecast, money: four });
    expect(file).toContain('width="720" height="284"');
    expect(all(file, /<path [^>]*>/g)).toEqual(all(drawing(), /<path [^>]*>/g));
  });

  it('gives what costs next to nothing a line to be seen, and room for its words', () => {
    const thin = drawn(flow('buyer', 'audio in', 999), flow('refund', 'audio out', 1));
    // 239.76 and then 6 to the next, which is drawn one high for its 0.24.
    expect(all(thin, /<rect [^>]*>/g)).toEqual([
      '<rect class="node" x="178" y="28" width="12" height="239.8"/>',
      '<rect class="node" x="178" y="273.8" width="12" height="1"/>',
      '<rect class="m0" x="500" y="28" width="12" height="239.8"/>',
      '<rect class="m1" x="500" y="273.8" width="12" height="1"/>',
    ]);
    expect(thin).toContain('<text class="word" x="172" y="278.3" text-anchor="end">refund (0.1%)</text>');
    expect(thin).toContain('viewBox="0 0 720 302"');
    const three = drawn(flow('a', 'audio in', 998), flow('b', 'audio in', 1), flow('c', 'audio in', 1));
    expect(all(three, /<rect class="node"[^>]*>/g).map((rect) => / y="([\d.]+)"/.exec(rect)?.[1])).toEqual([
      '28',
      '273.5',
      '291.5',
    ]);
  });

  it('has no band for what was not billed', () => {
    const some = drawn(flow('buyer', 'audio in', 100), flow('buyer', 'audio out', 0));
    expect(all(some, /<path /g)).toHaveLength(1);
    expect(words(some)).toContain('audio out $0.00 (0%)');
  });

  it('says so where nothing was billed at all', () => {
    for (const nothing of [drawn(), drawn(flow('buyer', 'audio in', 0))]) {
      expect(nothing).toContain('viewBox="0 0 720 60"');
      expect(words(nothing)).toEqual(['Nothing was billed.']);
      expect(nothing).not.toContain('<path');
    }
  });
});

describe('many callers', () => {
  const callers = (many: number): readonly MoneyFlow[] =>
    Array.from({ length: many }, (_, at) => [
      flow(`caller ${at}`, 'audio in', at + 1),
      flow(`caller ${at}`, 'audio out', at + 1),
    ]).flat();
  const left = (drawing: string): readonly string[] =>
    words(drawing).filter((text) => /^(?:caller|all others)/.test(text));

  it('up to twelve are each told', () => {
    const told = left(drawn(...callers(12)));
    expect(told).toHaveLength(12);
    expect(told[0]).toBe('caller 11 (15.4%)');
    expect(told.at(-1)).toBe('caller 0 (1.3%)');
  });

  it('of more the eleven dearest are, and the others together', () => {
    // 14: 210 in all, of which those below the eleven dearest have 2 + 4 + 6.
    const told = left(drawn(...callers(14)));
    expect(told).toHaveLength(12);
    expect(told[0]).toBe('caller 13 (13.3%)');
    expect(told.at(-1)).toBe('caller 3 (3.8%)');
    expect(told).toContain('all others (5.7%)');
  });
});

describe('a name', () => {
  it('is left out in its middle where it is long, and is shown where it cannot be seen', () => {
    const long = drawn(flow('a caller with a very long name', 'a part of the bill with a long name', 1));
    expect(words(long).slice(2)).toEqual([
      'a caller …ong name (100%)',
      'a part of the… a long name $1.00 (100%)',
    ]);
    expect(
      words(drawn(flow('<b>\u001B', 'in & out', 1)))
        .slice(2)
        .join(' '),
    ).not.toContain('\u001B');
    expect(drawn(flow('<b>', 'in & out', 1))).toContain('&lt;b&gt; (100%)');
  });
});

describe('the colours of parts', () => {
  it('begin again after the eighth', () => {
    const nine = drawn(...Array.from({ length: 9 }, (_, at) => flow('buyer', `part ${at}`, 9 - at)));
    expect(all(nine, /<rect class="m\d"/g).map((rect) => rect.at(-2))).toEqual(Array.from('012345670'));
    expect(all(nine, /<path class="flow m\d"/g).map((path) => path.at(-2))).toEqual(Array.from('012345670'));
  });
});
