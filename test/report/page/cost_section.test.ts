/** What a page says of what a run has cost. */

import { describe, expect, it } from 'vitest';
import type { CostSummary } from '../../../src/report/cost_summary.ts';
import { costTable } from '../../../src/report/page/cost_section.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { gathered, goodRun } from '../log_builder.ts';
import { once } from '../once.ts';

const good = once(() => summarize(gathered(goodRun(4, () => 400))));

const audioOut = { part: 'audio out', of: 'tokens', amount: 12_000.4, usd: 0.8 } as const;
const minutes = { part: 'session time', of: 's', amount: 90, usd: 0.2 } as const;

function told(fields: Partial<CostSummary> = {}, more: Partial<Summary> = {}): string {
  const cost: CostSummary = {
    ...good().cost,
    totalUsd: 1,
    leastUsd: 1,
    perCallUsd: 0.25,
    perMinuteUsd: 0.5,
    perTurnUsd: 0.125,
    parts: [audioOut, minutes, { part: 'text in', of: 'tokens', amount: 0, usd: 0 }],
    projected: { per1000CallsUsd: 250, callsPerMonth: null, perMonthUsd: null },
    ...fields,
  };
  return costTable({ ...good(), ...more, cost }).markup.replaceAll(/\s+/g, ' ');
}
const factsOf = (markup: string): string => /^<p>(.*?)<\/p>/.exec(markup)?.[1] ?? '';
const remarksOf = (markup: string): readonly string[] =>
  Array.from(markup.matchAll(/<li>(.*?)<\/li>/g), ([, text = '']) => text.trim());

describe('the cost', () => {
  it('is told in all and by call, minute, turn and thousand', () => {
    expect(factsOf(told())).toBe(
      'in all $1.00 · $0.250 a call · $0.500 a minute · $0.125 a turn · $250.00 per 1,000 calls',
    );
  });

  it('is told by the month, and beside its budget, where there is one', () => {
    const projected = { per1000CallsUsd: 250, callsPerMonth: 20_000, perMonthUsd: 5000 };
    expect(factsOf(told({ projected }))).toMatch(/ per 1,000 calls · \$5,000\.00 a month at 20,000 calls$/);
    expect(factsOf(told({ budgetUsd: 30 }))).toMatch(/ per 1,000 calls · of a budget of \$30\.00$/);
  });

  it('where it is not known in all is told by nothing else either', () => {
    const facts = factsOf(told({ totalUsd: null, budgetUsd: 30 }));
    expect(facts).toMatch(/^in all .*\$1\.00/);
    expect(facts).not.toMatch(/a call|a minute|a turn|per 1,000/);
    expect(facts).toMatch(/ · of a budget of \$30\.00$/);
  });

  it('is no data where no prices are known', () => {
    expect(told({ leastUsd: null, totalUsd: null })).toBe(
      '<p class="nothing">No data: no prices are known for the model.</p>',
    );
  });

  it('has beside it what was expected of it', () => {
    const compared = (estimated: number, measured: number) => ({
      estimated,
      measured,
      differs: measured / estimated - 1,
    });
    const estimate = {
      by: 'rehearsal',
      sampledCalls: 20,
      calls: compared(4, 4),
      durationMs: compared(10_000, 10_000),
      costUsd: compared(2, 1),
      costBetweenUsd: null,
      within: null,
    } as const;
    expect(told()).not.toContain('estimated');
    expect(told({}, { estimate })).toContain(
      '<p>estimated $2.00 · measured $1.00, 50% less · 4 calls as estimated · 10s as estimated · by 20 rehearsed calls</p>',
    );
    // What became of a part of it says nothing of the whole.
    const run = { ...good().run, ended: 'interrupted' } as const;
    expect(told({}, { estimate, run })).toContain(
      '<p>estimated $2.00 · for the whole run, and it ended early · by 20 rehearsed calls</p>',
    );
  });
});

describe('the table of what was used', () => {
  it('has a row for each part that there was any of, in whole tokens or in time', () => {
    const markup = told();
    expect(markup).toContain('<caption> Cost by what was used </caption>');
    const cells = Array.from(markup.matchAll(/<t[hd] [^>]*>(.*?)<\/t[hd]>/g), ([, text = '']) => text);
    expect(cells).toEqual([
      '',
      'tokens or time',
      'USD',
      'audio out',
      '12,000',
      '$0.800',
      'session time',
      '90 s',
      '$0.200',
    ]);
    expect(markup).toContain('audio out 80%</span>');
    expect(markup).not.toContain('No data');
  });

  it('is none where nothing was used', () => {
    for (const parts of [[], [{ ...audioOut, amount: 0 }]]) {
      const markup = told({ parts });
      expect(markup).toContain('No data: no usage was told.');
      expect(markup).not.toContain('<table>');
    }
  });
});

describe('the remarks on the cost', () => {
  it('are what came from the cache, what nobody heard, and whose prices these are', () => {
    const prices = {
      model: 'gpt-live',
      date: '2026-08',
      source: 'the price list',
      usdPerMillion: null,
      usdPerMinute: 0.05,
      transcription: null,
    };
    const wasted = { audioS: 26, usd: 0.5 };
    expect(remarksOf(told({ cacheHitRate: 0.25, wasted, prices }))).toEqual([
      '25% of input tokens came from the cache',
      '26 s of audio was received and never heard ($0.500)',
      'prices of gpt-live: the price list, 2026-08',
    ]);
    expect(remarksOf(told({ cacheHitRate: null, wasted, prices: { ...prices, date: null } }))).toEqual([
      'no input, so nothing from the cache',
      '26 s of audio was received and never heard ($0.500)',
      'prices of gpt-live: the price list',
    ]);
    expect(remarksOf(told({ cacheHitRate: 0, prices: null }))).toEqual([
      '0% of input tokens came from the cache',
      '0 ms of audio was received and never heard ($0.00)',
    ]);
  });

  it('tell of usage that was not told, by whichever reason', () => {
    const without = (unreported: number, cutOff: number): readonly string[] =>
      remarksOf(
        told({ prices: null, reported: { ...good().cost.reported, unreported, cutOff, unknownCalls: 1500 } }),
      ).slice(2);
    expect(without(0, 0)).toEqual([]);
    expect(without(2000, 300)).toEqual([
      '2,300 responses told no usage; the cost of 1,500 calls is not known',
    ]);
    expect(without(0, 1)).toHaveLength(1);
    expect(without(3, 0)).toHaveLength(1);
  });
});
