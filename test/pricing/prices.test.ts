import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { priceTable, transcriptionPriceTable } from '../../src/pricing/price_table.ts';
import { modelPrice, pricesFor, transcriptionPrice } from '../../src/pricing/prices.ts';

function errorOf(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the price table', () => {
  it('has each model once, dated and with a source', () => {
    const names = [...priceTable, ...transcriptionPriceTable].map((entry) => entry.model);
    expect(new Set(names).size).toBe(names.length);
    for (const entry of [...priceTable, ...transcriptionPriceTable]) {
      expect(entry.date).toMatch(/^20\d\d-\d\d$/);
      expect(entry.source).not.toBe('');
    }
  });

  it('knows the published models', () => {
    expect(modelPrice('gpt-realtime-2.1')).toMatchObject({
      date: '2026-08',
      usdPerMillion: { textIn: 4, textCached: 0.4, textOut: 24, audioIn: 32, audioCached: 0.4, audioOut: 64 },
    });
    expect(modelPrice('gpt-realtime-2')).toMatchObject({ usdPerMillion: { textOut: 24 } });
    expect(modelPrice('gpt-realtime-1.5')).toMatchObject({ usdPerMillion: { textOut: 16, audioOut: 64 } });
    expect(modelPrice('gpt-realtime-2.1-mini')).toMatchObject({
      usdPerMillion: {
        textIn: 0.6,
        textCached: 0.06,
        textOut: 2.4,
        audioIn: 10,
        audioCached: 0.3,
        audioOut: 20,
      },
    });
    expect(modelPrice('gpt-live')).toMatchObject({ kind: 'duration', usdPerMinute: 0.05 });
    expect(transcriptionPrice('gpt-realtime-whisper').usdPerMinute).toBe(0.017);
  });
});

describe('pricesFor', () => {
  it('says which model was meant', () => {
    const error = errorOf(() => pricesFor({ model: 'gpt-realtime-2.1-mni' }));
    expect(error.message).toContain('did you mean "gpt-realtime-2.1-mini"?');
    expect(error.place).toMatchObject({ code: 'price_unknown', path: 'pricing.model' });
    expect(error.place.hint).toContain('pricing.prices');
  });

  it('does not guess at what is like nothing', () => {
    expect(errorOf(() => pricesFor({ model: 'llama' })).message).not.toContain('did you mean');
  });

  it('says so of transcription too', () => {
    const error = errorOf(() => pricesFor({ model: 'gpt-realtime-2', transcriptionModel: 'gpt-transcibe' }));
    expect(error.place.path).toBe('pricing.transcription_model');
    expect(error.message).toContain('"gpt-transcribe"');
  });

  it('puts the user’s own prices before the table, under any name', () => {
    const own = { textIn: 1, textCached: 1, textOut: 1, audioIn: 1, audioCached: 1, audioOut: 1 };
    expect(pricesFor({ model: 'house-model', prices: own }).model).toMatchObject({
      kind: 'tokens',
      model: 'house-model',
      usdPerMillion: own,
      agentTokensPerSecond: 20,
    });
    expect(pricesFor({ model: 'realtime-preview-2024', prices: own }).model).toMatchObject({
      agentTokensPerSecond: 166,
    });
  });
});
