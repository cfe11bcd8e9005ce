import { describe, expect, it } from 'vitest';
import { limitTable } from '../../src/pricing/limit_table.ts';
import { limitedAmong, statedBy } from '../../src/pricing/stated_limits.ts';

describe('limits as providers state them', () => {
  it('are found by provider, model and tier, each of them', () => {
    for (const entry of limitTable) {
      const model = entry.model === '*' ? 'any' : entry.model;
      expect(statedBy(entry.provider.toUpperCase(), model, entry.tier)).toBe(entry);
    }
    expect(statedBy('azure', 'gpt-realtime', '6').tier).toBe('tier 6');
    expect(limitedAmong()).toContain('azure');
  });

  it.each([
    ['nobody', 'x', undefined, 'expected one of azure'],
    ['azure', 'gpt-4', undefined, 'expected gpt-realtime or gpt-realtime-mini, found "gpt-4"'],
    ['azure', 'gpt-realtime', undefined, 'expected a tier: "tier 1"'],
    ['azure', 'gpt-realtime', 'gold', 'found "gold"'],
  ])('say of %s, %s and %s what there is', (provider, model, tier, message) => {
    expect(() => statedBy(provider, model, tier)).toThrow(message);
  });
});
