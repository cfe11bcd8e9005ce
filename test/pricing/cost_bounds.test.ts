/** Where the kind of tokens was not told, what they cost lies between two bounds; whatever they were, it lies there. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/core/log/record.ts';
import { inputTokens, noUsage } from '../../src/core/log/usage.ts';
import { costBetween, costOf, withCachedKinds } from '../../src/pricing/cost.ts';
import { priceTable } from '../../src/pricing/price_table.ts';
import { pricesFor, type Prices } from '../../src/pricing/prices.ts';
import { tidy } from '../../src/report/describe.ts';

const flagship = pricesFor({ model: 'gpt-realtime-2.1' });
const bounds = (usage: Partial<Usage>, prices: Prices = flagship): readonly [number, number] => {
  const { most, leastUsd } = costBetween({ ...noUsage, ...usage }, prices, 60);
  return [tidy(leastUsd * 1e6), tidy(most.totalUsd * 1e6)];
};

describe('a total without a split', () => {
  it('costs between the cheapest kind and the dearest', () => {
    expect(bounds({ unsplitIn: 1000 })).toEqual([4000, 32_000]);
    expect(bounds({ unsplitOut: 1000 })).toEqual([24_000, 64_000]);
    expect(bounds({ unsplitIn: 1000, unsplitCached: 1000 })).toEqual([400, 400]);
    const mini = pricesFor({ model: 'gpt-realtime-mini' });
    expect(bounds({ unsplitIn: 1000, unsplitCached: 1000 }, mini)).toEqual([60, 300]);
  });

  it('costs the same either way of a model priced by time', () => {
    const [least, most] = bounds({ unsplitIn: 1e6, unsplitOut: 1e6 }, pricesFor({ model: 'gpt-live-1' }));
    expect(least).toBeCloseTo(50_000, 6);
    expect(most).toBeCloseTo(50_000, 6);
  });

  it('is of one price where there is one', () => {
    const usage = { textIn: 500, textCached: 100, audioIn: 300, audioCached: 10, textOut: 5, audioOut: 70 };
    const [least, most] = bounds(usage);
    expect(least).toBe(most);
  });
});

describe('cached tokens without a kind', () => {
  it('save least of text, and most of audio', () => {
    const usage = { textIn: 100, audioIn: 850, unsplitCached: 800 };
    const text = 100 * 0.4 + 150 * 32 + 700 * 0.4;
    const audio = 100 * 4 + 50 * 32 + 800 * 0.4;
    const [least, most] = bounds(usage);
    expect(most).toBeCloseTo(text, 6);
    expect(least).toBeCloseTo(audio, 6);
  });
});

describe('a transcription in tokens', () => {
  it('costs between all input and all output', () => {
    const prices = pricesFor({ model: 'gpt-realtime-2.1', transcriptionModel: 'gpt-4o-transcribe' });
    const [least, most] = bounds({ transcriptionTokens: 1000 }, prices);
    expect(least).toBeCloseTo(2500, 6);
    expect(most).toBeCloseTo(10_000, 6);
  });
});

describe('images', () => {
  it('have a price of their own where one is known, cached or not', () => {
    expect(bounds({ imageIn: 1000 })).toEqual([5000, 5000]);
    expect(bounds({ imageIn: 1000 }, pricesFor({ model: 'gpt-realtime-mini' }))).toEqual([800, 800]);
    // Published for each of these models since: half a dollar a million, so that nothing is left open.
    expect(bounds({ imageIn: 1000, imageCached: 1000 })).toEqual([500, 500]);
  });

  it('cost between cached text and images anew where no price of cached ones is known', () => {
    const { model, transcription } = flagship;
    if (model.kind !== 'tokens') throw new Error('it is billed by tokens');
    const { imageCachedUsdPerMillion: _, ...unknown } = model;
    const [least, most] = bounds({ imageIn: 1000, imageCached: 1000 }, { model: unknown, transcription });
    expect(least).toBeCloseTo(400, 6);
    expect(most).toBeCloseTo(5000, 6);
  });

  it('are billed as text where none is known', () => {
    const own = { textIn: 1, textCached: 0.5, textOut: 2, audioIn: 3, audioCached: 0.7, audioOut: 4 };
    const prices = pricesFor({ model: 'house-model', prices: own });
    expect(bounds({ imageIn: 1000, imageCached: 400 }, prices)).toEqual([800, 800]);
  });
});

const amount = fc.nat(100_000);
const tokenPriced = fc.constantFrom(
  ...priceTable.filter(({ kind }) => kind === 'tokens').map(({ model }) => pricesFor({ model })),
);

describe('the bounds', () => {
  it('hold whatever the tokens without a kind were', () => {
    fc.assert(
      fc.property(
        tokenPriced,
        fc.record({ text: amount, audio: amount, image: fc.nat(100), textOut: amount, audioOut: amount }),
        fc.record({ text: fc.nat(100), audio: fc.nat(100), image: fc.nat(100) }),
        fc.constantFrom('nothing', 'cached', 'input', 'all'),
        (prices, told, share, hidden) => {
          // Only of input that is told apart it may be known that some of it was images.
          const kinds = hidden === 'input' || hidden === 'all' ? { ...told, image: 0 } : told;
          const truth: Usage = {
            ...noUsage,
            textIn: kinds.text,
            audioIn: kinds.audio,
            imageIn: kinds.image,
            textCached: Math.floor((kinds.text * share.text) / 100),
            audioCached: Math.floor((kinds.audio * share.audio) / 100),
            imageCached: Math.floor((kinds.image * share.image) / 100),
            textOut: kinds.textOut,
            audioOut: kinds.audioOut,
          };
          const exact = costBetween(truth, prices, 0);
          const { leastUsd, most } = costBetween(hide(truth, hidden), prices, 0);
          expect(leastUsd).toBeLessThanOrEqual(exact.leastUsd + 1e-9);
          expect(most.totalUsd).toBeGreaterThanOrEqual(exact.most.totalUsd - 1e-9);
          expect(leastUsd).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('move no token by giving cached ones a kind', () => {
    fc.assert(
      fc.property(
        tokenPriced,
        amount,
        amount,
        amount,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (prices, text, audio, open, share) => {
          if (prices.model.kind !== 'tokens') return;
          const usage = {
            ...noUsage,
            textIn: text,
            audioIn: audio,
            unsplitIn: open,
            unsplitCached: Math.floor((text + audio + open) * share),
          };
          for (const bound of ['most', 'least'] as const) {
            const given = withCachedKinds(usage, prices.model, bound);
            const { textCached, audioCached, unsplitCached = 0 } = given;
            expect(textCached + audioCached + unsplitCached).toBe(usage.unsplitCached);
            expect(inputTokens(given)).toBe(inputTokens(usage));
            expect([textCached <= text, audioCached <= audio, unsplitCached <= open]).toEqual([
              true,
              true,
              true,
            ]);
          }
          expect(costOf(usage, prices, 0).totalUsd).toBeGreaterThanOrEqual(
            costBetween(usage, prices, 0).leastUsd,
          );
        },
      ),
    );
  });
});

/** The same with so much of it not told. */
function hide(usage: Usage, what: 'nothing' | 'cached' | 'input' | 'all'): Usage {
  if (what === 'nothing') return usage;
  const noCache = { ...usage, textCached: 0, audioCached: 0, imageCached: 0 };
  const unsplitCached = usage.textCached + usage.audioCached + usage.imageCached;
  if (what === 'cached') return { ...noCache, unsplitCached };
  const noInput = {
    ...noCache,
    textIn: 0,
    audioIn: 0,
    imageIn: 0,
    unsplitIn: inputTokens(usage),
    unsplitCached,
  };
  if (what === 'input') return noInput;
  return { ...noInput, textOut: 0, audioOut: 0, unsplitOut: usage.textOut + usage.audioOut };
}
