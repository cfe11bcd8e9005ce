import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputTokens, noUsage, outputTokens } from '../../../src/core/log/usage.ts';
import { costBetween } from '../../../src/pricing/cost.ts';
import { geminiUsage, type GeminiUsageMetadata } from '../../../src/dialect/gemini/gemini_usage.ts';
import { pricesFor } from '../../../src/pricing/prices.ts';

const prices = pricesFor({ model: 'models/gemini-3.8-live' });

describe('what one turn of Gemini Live told', () => {
  // Of a public report of gemini-3.8-live, field for field.
  const real = {
    promptTokenCount: 522,
    responseTokenCount: 42,
    totalTokenCount: 564,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: 332 },
      { modality: 'AUDIO', tokenCount: 165 },
    ],
    responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 42 }],
    thoughtsTokenCount: 136,
  };

  it('has thoughts as text output, and what no detail explains without a kind', () => {
    expect(geminiUsage(real)).toEqual({
      ...noUsage,
      textIn: 332,
      audioIn: 165,
      unsplitIn: 25,
      textOut: 136,
      audioOut: 42,
    });
  });

  it('costs between the cheapest and the dearest that it can have been', () => {
    const told = (332 * 0.75 + 165 * 3 + 136 * 4.5 + 42 * 12) / 1e6;
    const { leastUsd, most } = costBetween(geminiUsage(real), prices, 60);
    expect(leastUsd).toBeCloseTo(told + (25 * 0.75) / 1e6, 12);
    expect(most.totalUsd).toBeCloseTo(told + (25 * 3) / 1e6, 12);
  });

  it('gets no discount for what was cached', () => {
    const cached = geminiUsage({
      ...real,
      cachedContentTokenCount: 400,
      cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 300 }],
    });
    expect(cached).toMatchObject({ textCached: 300, audioCached: 0, unsplitCached: 100 });
    const whole = costBetween(geminiUsage(real), prices, 60);
    const again = costBetween(cached, prices, 60);
    expect(again.most.totalUsd).toBeCloseTo(whole.most.totalUsd, 12);
    expect(again.leastUsd).toBeCloseTo(whole.leastUsd, 12);
  });

  it('is not told of thoughts twice where the total has them', () => {
    expect(geminiUsage({ ...real, totalTokenCount: 700 })).toEqual(geminiUsage(real));
    expect(geminiUsage({ ...real, totalTokenCount: 710 })).toEqual({ ...geminiUsage(real), unsplitOut: 10 });
  });

  it('counts what tools gave it as input', () => {
    const usage = geminiUsage({ ...real, toolUsePromptTokenCount: '50' });
    expect(usage.unsplitIn).toBe(75);
  });

  it('is not told at all where nothing is', () => {
    for (const nothing of [null, {}, { totalTokenCount: 0 }, { totalTokenCount: -5 }])
      expect(geminiUsage(nothing)).toEqual({ ...noUsage, unreported: 1 });
  });

  it('keeps a total without parts, as output', () => {
    expect(geminiUsage({ totalTokenCount: 100 })).toEqual({ ...noUsage, unsplitOut: 100 });
    expect(geminiUsage({ totalTokenCount: 100, responseTokenCount: 40 })).toEqual({
      ...noUsage,
      unsplitIn: 60,
      unsplitOut: 40,
    });
  });
});

const count = fc.nat(1_000_000);
const details = fc.array(
  fc.record({ modality: fc.constantFrom('TEXT', 'AUDIO', 'VIDEO', 'IMAGE', 'NEW'), tokenCount: count }),
  { maxLength: 4 },
);
const metadata = fc.record(
  {
    promptTokenCount: count,
    responseTokenCount: count,
    totalTokenCount: count,
    thoughtsTokenCount: count,
    toolUsePromptTokenCount: count,
    cachedContentTokenCount: count,
    promptTokensDetails: details,
    responseTokensDetails: details,
    cacheTokensDetails: details,
  },
  { requiredKeys: [] },
);
const of = (value: unknown): number => (typeof value === 'number' ? value : 0);

describe('whatever is told', () => {
  it('is never less than any of it, and never cheaper at the most than at the least', () => {
    fc.assert(
      fc.property(metadata, (told: GeminiUsageMetadata) => {
        const usage = geminiUsage(told);
        const thoughts = of(told.thoughtsTokenCount);
        const input = of(told.promptTokenCount) + of(told.toolUsePromptTokenCount);
        expect(inputTokens(usage)).toBeGreaterThanOrEqual(input);
        expect(outputTokens(usage)).toBeGreaterThanOrEqual(of(told.responseTokenCount) + thoughts);
        expect(inputTokens(usage) + outputTokens(usage)).toBeGreaterThanOrEqual(of(told.totalTokenCount));
        const { leastUsd, most } = costBetween(usage, prices, 0);
        expect(leastUsd).toBeLessThanOrEqual(most.totalUsd + 1e-12);
        expect(leastUsd).toBeGreaterThanOrEqual((thoughts * 4.5) / 1e6 - 1e-12);
      }),
    );
  });

  it('has no more cached than there was, of any kind', () => {
    fc.assert(
      fc.property(metadata, (told: GeminiUsageMetadata) => {
        const usage = geminiUsage(told);
        expect(usage.textCached).toBeLessThanOrEqual(usage.textIn);
        expect(usage.audioCached).toBeLessThanOrEqual(usage.audioIn);
        expect(usage.imageCached).toBeLessThanOrEqual(usage.imageIn);
        const cached = usage.textCached + usage.audioCached + usage.imageCached + (usage.unsplitCached ?? 0);
        expect(cached).toBeLessThanOrEqual(inputTokens(usage));
      }),
    );
  });

  it('may be anything at all', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(everyField)), fc.anything()), (told) => {
        for (const value of Object.values(geminiUsage(told)))
          expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
      }),
    );
  });
});

const everyField = {
  promptTokenCount: 0,
  responseTokenCount: 0,
  totalTokenCount: 0,
  thoughtsTokenCount: 0,
  toolUsePromptTokenCount: 0,
  cachedContentTokenCount: 0,
  promptTokensDetails: 0,
  responseTokensDetails: 0,
  cacheTokensDetails: 0,
};
