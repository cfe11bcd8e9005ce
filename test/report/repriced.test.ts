import { describe, expect, it } from 'vitest';
import type { PriceRow } from '../../src/core/plan/price_row.ts';
import { telephonyPriceTable } from '../../src/pricing/telephony_table.ts';
import { repriced, rowsUsed } from '../../src/report/repriced.ts';
import { summarize } from '../../src/report/summarize.ts';
import { gathered, goodRun, header } from './log_builder.ts';

const dated = { date: '2026-11-02', source: 'our contract' };
const minute = (model: string, usdPerMinute: number): PriceRow => ({
  kind: 'duration',
  model,
  ...dated,
  usdPerMinute,
});
const pricingOf = (fields: object): { readonly judgement: ReturnType<typeof header>['judgement'] } => {
  const { judgement } = header();
  return { judgement: { ...judgement, pricing: { model: 'house-agent', ...fields } } };
};

describe('a run priced anew', () => {
  it('costs what the file says, and used what it did', () => {
    const log = gathered(goodRun(3, () => 400, pricingOf({})));
    expect(summarize(log).cost.totalUsd).toBeNull();
    const rows = [minute('house-agent', 0.6)];
    const anew = summarize(repriced(log, rows));
    const sessionS = anew.cost.parts.find(({ part }) => part === 'session time')?.amount ?? 0;
    expect(sessionS).toBeGreaterThan(0);
    expect(anew.cost.totalUsd).toBeCloseTo(sessionS * 0.01, 9);
    expect(anew.cost.prices).toMatchObject({ model: 'house-agent', date: '2026-11-02' });
    expect(rowsUsed(log, rows)).toEqual(['house-agent']);
    expect(anew.metrics['response_latency']).toEqual(summarize(log).metrics['response_latency']);
  });

  it('has the file’s prices before its own, as far as the file has them', () => {
    const prices = { textIn: 1, textCached: 1, textOut: 1, audioIn: 1, audioCached: 1, audioOut: 1 };
    const [line] = telephonyPriceTable;
    const log = gathered(goodRun(1, () => 400, pricingOf({ prices, telephony: [line] })));
    const other = repriced(log, [minute('another', 1)]).header.judgement.pricing;
    expect(other.prices).toEqual(prices);
    expect(other.telephony).toEqual([line]);
    expect(rowsUsed(log, [minute('another', 1)])).toEqual([]);
    const ourLine: PriceRow = {
      kind: 'telephony',
      model: 'twilio-inbound-local',
      ...dated,
      usdPerMinute: 0.001,
      billedBy: 'second',
    };
    const rows = [minute('house-agent', 1), ourLine];
    const both = repriced(log, rows).header.judgement.pricing;
    expect(both.prices).toBeUndefined();
    expect(both.telephony).toEqual([ourLine]);
    expect(rowsUsed(log, rows)).toEqual(['house-agent', 'twilio-inbound-local']);
  });

  it('takes each for what it is a price of, whatever else has the same name', () => {
    const prices = { textIn: 1, textCached: 1, textOut: 1, audioIn: 1, audioCached: 1, audioOut: 1 };
    const [line] = telephonyPriceTable;
    if (line === undefined) throw new Error('expected a line in the table');
    const log = gathered(goodRun(1, () => 400, pricingOf({ prices, telephony: [line] })));
    const namesake: PriceRow = {
      kind: 'telephony',
      model: 'house-agent',
      ...dated,
      usdPerMinute: 0.001,
      billedBy: 'second',
    };
    const pricing = repriced(log, [namesake, minute(line.model, 9)]).header.judgement.pricing;
    expect(pricing.prices).toEqual(prices);
    expect(pricing.telephony).toEqual([line]);
    expect(rowsUsed(log, [namesake, minute(line.model, 9)])).toEqual([]);
    const tokens: PriceRow = {
      kind: 'tokens',
      model: 'house-agent',
      ...dated,
      usdPerMillion: prices,
      imageUsdPerMillion: null,
      callerTokensPerSecond: 10,
      agentTokensPerSecond: 20,
    };
    expect(repriced(log, [tokens]).header.judgement.pricing.prices).toBeUndefined();
    expect(rowsUsed(log, [tokens])).toEqual(['house-agent']);
  });
});
