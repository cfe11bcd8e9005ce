import { describe, expect, it } from 'vitest';
import { costOf, estimateCall, estimateUsage, wastedUsd } from '../../src/pricing/cost.ts';
import { pricesFor } from '../../src/pricing/prices.ts';
import { usage } from '../report/log_builder.ts';

const prices = pricesFor({ model: 'gpt-realtime-2.1', transcriptionModel: 'gpt-transcribe' });
const live = pricesFor({ model: 'gpt-live' });

describe('costOf', () => {
  it('bills cached input apart from the rest of it', () => {
    const cost = costOf(
      usage({
        textIn: 3000,
        textCached: 2000,
        textOut: 30,
        audioIn: 220,
        audioCached: 140,
        audioOut: 180,
        transcriptionSeconds: 3,
      }),
      prices,
      20,
    );
    expect(cost.textInUsd).toBeCloseTo(0.004, 12);
    expect(cost.textCachedUsd).toBeCloseTo(0.0008, 12);
    expect(cost.textOutUsd).toBeCloseTo(0.00072, 12);
    expect(cost.audioInUsd).toBeCloseTo(0.00256, 12);
    expect(cost.audioCachedUsd).toBeCloseTo(0.000056, 12);
    expect(cost.audioOutUsd).toBeCloseTo(0.01152, 12);
    expect(cost.transcriptionUsd).toBeCloseTo(0.000225, 12);
    expect(cost.durationUsd).toBe(0);
    expect(cost.totalUsd).toBeCloseTo(0.019881, 12);
  });

  it('bills a model by time for its seconds, silence included, and for nothing else', () => {
    const cost = costOf(usage({ audioIn: 1e6, audioOut: 1e6 }), live, 90);
    expect(cost.durationUsd).toBeCloseTo(0.075, 12);
    expect(cost.totalUsd).toBeCloseTo(0.075, 12);
  });

  it('bills the tokens of a transcription as output, whatever the model is billed by', () => {
    for (const [model, transcriptionModel, usd] of [
      ['gpt-realtime-2.1', 'gpt-4o-transcribe', 0.01],
      ['gpt-live', 'gpt-4o-mini-transcribe', 0.005],
      ['gpt-live', 'gpt-transcribe', 0],
    ] as const) {
      const cost = costOf(usage({ transcriptionTokens: 1000 }), pricesFor({ model, transcriptionModel }), 0);
      expect(cost.transcriptionTokensUsd).toBeCloseTo(usd, 12);
      expect(cost.totalUsd).toBeCloseTo(usd, 12);
    }
  });

  it('bills images at their own price, cached ones at theirs', () => {
    const cost = costOf(usage({ textIn: 100, imageIn: 900, imageCached: 500 }), prices, 0);
    expect(cost.imageInUsd).toBeCloseTo((400 * 5) / 1e6, 12);
    expect(cost.totalUsd).toBeCloseTo((100 * 4 + 400 * 5 + 500 * 0.5) / 1e6, 12);
  });
});

describe('wastedUsd', () => {
  it('is 20 tokens of audio output a second', () => {
    expect(wastedUsd(10, prices)).toBeCloseTo((200 * 64) / 1e6, 12);
    expect(wastedUsd(10, live)).toBe(0);
  });
});

describe('estimateCall', () => {
  const shape = { turns: 40, userSeconds: 5, agentSeconds: 8, promptTokens: 1500 };
  const bare = pricesFor({ model: 'gpt-realtime-2.1' });

  it('bills the whole conversation again with every response', () => {
    // Response k is given k utterances (50 tokens each) and k − 1 answers (160 each): over 40 responses
    // 820 · 50 + 780 · 160 = 165,800 audio tokens, and 40 prompts. Out go 40 answers.
    const entry = bare.model;
    if (entry.kind !== 'tokens') throw new Error('not a token price');
    const uncached = estimateUsage({ ...shape, cacheHit: 0 }, entry);
    expect(uncached).toMatchObject({ textIn: 60_000, audioIn: 165_800, audioOut: 6400, audioCached: 0 });
    // All but what is new to each response: its utterance (2,000 in all), the answer before it (39 · 160 = 6,240),
    // and the first prompt.
    const cached = estimateUsage({ ...shape, cacheHit: 1 }, entry);
    expect(cached).toMatchObject({ textCached: 58_500, audioCached: 157_560, audioIn: 165_800 });
  });

  it('costs $5.96 without a cache and $0.77 with all of it cached', () => {
    // Uncached: 60,000 · $4 + 165,800 · $32 + 6,400 · $64, per million = 0.24 + 5.3056 + 0.4096.
    expect(estimateCall({ ...shape, cacheHit: 0 }, bare).totalUsd).toBeCloseTo(5.9552, 10);
    // Cached: 1,500 · $4 + 58,500 · $0.40 + 8,240 · $32 + 157,560 · $0.40 + 6,400 · $64, per million
    // = 0.006 + 0.0234 + 0.26368 + 0.063024 + 0.4096.
    expect(estimateCall({ ...shape, cacheHit: 1 }, bare).totalUsd).toBeCloseTo(0.765704, 10);
    expect(estimateCall({ ...shape, cacheHit: 1 }, bare).totalUsd.toFixed(2)).toBe('0.77');
    expect(estimateCall({ ...shape, cacheHit: 0 }, bare).totalUsd.toFixed(2)).toBe('5.96');
  });

  it('counts the seconds of a model billed by time, and the transcription of what the caller says', () => {
    expect(estimateCall({ ...shape, cacheHit: 0 }, live).totalUsd).toBeCloseTo((40 * 13 * 0.05) / 60, 12);
    expect(estimateCall({ ...shape, cacheHit: 0, sessionSeconds: 600 }, live).totalUsd).toBeCloseTo(0.5, 12);
    expect(estimateCall({ ...shape, cacheHit: 0 }, prices).transcriptionUsd).toBeCloseTo(
      (200 / 60) * 0.0045,
      12,
    );
  });
});
