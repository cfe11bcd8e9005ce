import { describe, expect, it } from 'vitest';
import { priceOf, regionNote, rowOf } from '../../src/pricing/listed.ts';
import { priceTable, transcriptionPriceTable } from '../../src/pricing/price_table.ts';
import { knownPricesFor, modelPrice, pricesFor } from '../../src/pricing/prices.ts';

describe('a dated snapshot', () => {
  it.each([
    ['gpt-realtime-2025-08-28', 'gpt-realtime'],
    ['gpt-realtime-mini-2025-10-06', 'gpt-realtime-mini'],
    ['gpt-realtime-mini-2025-12-15', 'gpt-realtime-mini'],
    ['gpt-realtime-2.1-2026-09-01', 'gpt-realtime-2.1'],
    ['gpt-live-1-2026-10-31', 'gpt-live-1'],
    ['models/gemini-3.8-live', 'gemini-3.8-live'],
    ['projects/p/locations/l/publishers/google/models/gemini-3.8-live', 'gemini-3.8-live'],
    ['xai/grok-voice-3.0', 'grok-voice-3.0'],
    ['azure/gpt-realtime-2025-08-28', 'gpt-realtime'],
  ])('%s is billed as %s', (snapshot, model) => {
    expect(modelPrice(snapshot)).toBe(modelPrice(model));
    expect(knownPricesFor({ model: snapshot })?.model).toBe(modelPrice(model));
  });

  it('of a transcriber is billed as it', () => {
    expect(rowOf(transcriptionPriceTable, 'gpt-4o-mini-transcribe-2025-12-15')?.usdPerMinute).toBe(0.003);
    const pricing = { model: 'gpt-realtime', transcriptionModel: 'gpt-4o-transcribe-2025-03-20' };
    expect(pricesFor(pricing).transcription?.usdPerMinute).toBe(0.006);
  });

  it('is none where the date is none, or the model is not known', () => {
    for (const name of [
      'gpt-realtime-2025-13-01',
      'gpt-realtime-2025-08-32',
      'gpt-realtime-2025-08',
      'gpt-realtime-20250828',
      'house-agent-2025-08-28',
      'gpt-4o-realtime-preview-2024-12-17',
    ]) {
      expect(knownPricesFor({ model: name })).toBeNull();
      expect(() => modelPrice(name)).toThrow('expected a model with known prices');
    }
    // A row of its own comes before that of the model.
    const rows = [{ model: 'm' }, { model: 'm-2025-08-28' }];
    expect(rowOf(rows, 'm-2025-08-28')).toBe(rows[1]);
  });
});

describe('a regional deployment on Azure', () => {
  it.each(['us/', 'eu/', 'azure/us/', 'azure/eu/'])('%s costs a tenth more, cents and all', (region) => {
    expect(priceOf(priceTable, `${region}gpt-realtime-2025-08-28`)).toMatchObject({
      model: `${region}gpt-realtime-2025-08-28`,
      source: expect.stringContaining('10% for a regional deployment') as string,
      usdPerMillion: {
        textIn: 4.4,
        textCached: 0.44,
        textOut: 17.6,
        audioIn: 35.2,
        audioCached: 0.44,
        audioOut: 70.4,
      },
      imageUsdPerMillion: 5.5,
      imageCachedUsdPerMillion: 0.55,
    });
  });

  it('is billed by a row of its own where there is one', () => {
    const own = { ...modelPrice('gpt-realtime'), model: 'us/gpt-realtime', source: 'our contract' };
    expect(priceOf([own, ...priceTable], 'us/gpt-realtime')).toBe(own);
  });

  it('has no price where none is known of it', () => {
    for (const name of ['us/house-agent', 'us/gpt-live-1', 'ap/gpt-realtime', 'us/', 'azure/house-agent']) {
      expect(priceOf(priceTable, name)).toBeUndefined();
    }
  });
});

describe('what is said of a target on Azure', () => {
  const price = modelPrice('gpt-realtime');
  const urls = [
    'wss://x.openai.azure.com/openai/v1/realtime?model=d',
    'wss://x.cognitiveservices.azure.com',
    'wss://x.services.ai.azure.com:443/voice-live/realtime',
  ];

  it('is that a region costs more, and what to write', () => {
    for (const url of urls) expect(regionNote(url, price)).toContain('pricing.model: us/gpt-realtime');
  });

  it('is nothing where it is said, where prices are the user’s own or none, and of other targets', () => {
    for (const url of urls) {
      expect(regionNote(url, modelPrice('eu/gpt-realtime'))).toBeNull();
      expect(regionNote(url, { ...price, date: '' })).toBeNull();
      expect(regionNote(url, null)).toBeNull();
    }
    for (const url of [
      'wss://api.openai.com/v1/realtime',
      'simulator',
      'wss://example.com/x.openai.azure.com/',
      'wss://openai.azure.com.example/',
    ]) {
      expect(regionNote(url, price)).toBeNull();
    }
  });
});
