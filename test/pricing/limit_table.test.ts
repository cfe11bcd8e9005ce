import { describe, expect, it } from 'vitest';
import { limitTable } from '../../src/pricing/limit_table.ts';

describe('the table of rate limits', () => {
  it('has each provider’s model and tier once, dated and with a page', () => {
    const names = limitTable.map(({ provider, model, tier }) => `${provider} ${model} ${tier}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { date, source } of limitTable) {
      expect(date).toMatch(/^20\d\d-\d\d(-\d\d)?$/);
      expect(new URL(source).protocol).toBe('https:');
    }
  });

  it('states at least one limit in each row, and none that is nothing', () => {
    for (const row of limitTable) {
      const stated = [
        row.tokensPerMinute,
        row.requestsPerMinute,
        row.concurrentSessions,
        row.newSessionsPerMinute,
      ].filter((value) => value !== null);
      expect(stated).not.toEqual([]);
      for (const value of stated) expect(Number.isInteger(value) && value > 0).toBe(true);
    }
  });
});
