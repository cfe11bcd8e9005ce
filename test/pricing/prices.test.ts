import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/word/config_error.ts';
import type { PriceRow } from '../../src/core/plan/price_row.ts';
import { priceTable, transcriptionPriceTable } from '../../src/pricing/price_table.ts';
import { telephonyPriceTable } from '../../src/pricing/telephony_table.ts';
import { knownPricesFor, modelPrice, pricesFor, transcriptionPrice } from '../../src/pricing/prices.ts';

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
    for (const entry of [...priceTable, ...transcriptionPriceTable, ...telephonyPriceTable]) {
      expect(entry.date).toMatch(/^20\d\d-\d\d(-\d\d)?$/);
      expect(new URL(entry.source).protocol).toBe('https:');
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

describe('the models that were listed later', () => {
  it.each([
    [
      'gpt-realtime',
      { textIn: 4, textCached: 0.4, textOut: 16, audioIn: 32, audioCached: 0.4, audioOut: 64 },
    ],
    [
      'gpt-realtime-mini',
      { textIn: 0.6, textCached: 0.06, textOut: 2.4, audioIn: 10, audioCached: 0.3, audioOut: 20 },
    ],
  ])('%s has prices of November 2026', (model, usdPerMillion) => {
    expect(modelPrice(model)).toMatchObject({ kind: 'tokens', date: '2026-11', usdPerMillion });
  });

  it.each([
    ['gpt-live-1', 0.05],
    ['gpt-live-1.1', 0.05],
    ['gpt-realtime-translate', 0.034],
  ])('%s costs $%d a minute', (model, usdPerMinute) => {
    expect(modelPrice(model)).toMatchObject({ kind: 'duration', date: '2026-11', usdPerMinute });
  });

  it.each([
    ['whisper-1', 0.006],
    ['gpt-live-transcribe', 0.017],
  ])('%s transcribes for $%d a minute', (model, usdPerMinute) => {
    expect(transcriptionPrice(model)).toMatchObject({ date: '2026-11', usdPerMinute, usdPerMillion: null });
  });

  it('have images at a price of their own, but for the model of 2024', () => {
    const images = priceTable.flatMap((entry) =>
      entry.kind === 'tokens' && !entry.model.startsWith('gemini-')
        ? [[entry.model, entry.imageUsdPerMillion]]
        : [],
    );
    expect(Object.fromEntries(images)).toEqual({
      'gpt-realtime-2.1': 5,
      'gpt-realtime-2': 5,
      'gpt-realtime-1.5': 5,
      'gpt-realtime': 5,
      'gpt-realtime-2.1-mini': 0.8,
      'gpt-realtime-mini': 0.8,
      'realtime-preview-2024': null,
    });
  });
});

describe('pricesFor', () => {
  it('looks at the user’s own rows first, for each kind', () => {
    const dated = { date: '2026-11-02', source: 'our contract' };
    const rows: readonly PriceRow[] = [
      { kind: 'duration', model: 'gpt-realtime', ...dated, usdPerMinute: 0.03 },
      { kind: 'transcription', model: 'whisper-1', ...dated, usdPerMinute: 0.001, usdPerMillion: null },
    ];
    // A snapshot is billed as its model, whoever said what that costs.
    const prices = pricesFor({ model: 'gpt-realtime-2025-08-28', transcriptionModel: 'whisper-1', rows });
    expect(prices.model).toBe(rows[0]);
    expect(prices.transcription).toBe(rows[1]);
    expect(knownPricesFor({ model: 'gpt-realtime-2', rows })?.model.kind).toBe('tokens');
  });

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
