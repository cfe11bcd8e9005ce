/** What can be of a told usage is taken; what cannot is unknown, and counted. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUsage, cachedTokens, inputTokens, noUsage, outputTokens } from '../../../src/core/log/usage.ts';
import {
  MOST_SECONDS,
  MOST_TOKENS,
  responseUsage,
  transcriptionUsage,
} from '../../../src/dialect/openai/openai_usage.ts';

const whole = {
  total_tokens: 300,
  input_tokens: 200,
  output_tokens: 100,
  input_token_details: {
    text_tokens: 120,
    audio_tokens: 70,
    image_tokens: 10,
    cached_tokens: 64,
    cached_tokens_details: { text_tokens: 60, audio_tokens: 4, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 20, audio_tokens: 80 },
};
const unknown = { ...noUsage, unreported: 1, impossible: 1 };

describe('the usage of a response', () => {
  it('is taken as it was told, where it can be', () => {
    expect(responseUsage(whole)).toEqual({
      ...noUsage,
      textIn: 120,
      audioIn: 70,
      imageIn: 10,
      textCached: 60,
      audioCached: 4,
      textOut: 20,
      audioOut: 80,
    });
  });

  it('is none where there is none', () => {
    expect(responseUsage(null)).toBeNull();
    expect(responseUsage(undefined)).toBeNull();
    expect(responseUsage({})).toEqual({ ...noUsage, unreported: 1 });
    expect(responseUsage({ input_tokens: null, output_tokens: null })).toEqual({ ...noUsage, unreported: 1 });
  });

  it('keeps the half that was told, and that the other is unknown', () => {
    const { output_tokens, output_token_details, ...half } = whole;
    expect(responseUsage(half)).toMatchObject({ textIn: 120, audioOut: 0, unreported: 1 });
    expect(responseUsage({ output_token_details, output_tokens })).toMatchObject({
      audioOut: 80,
      unreported: 1,
    });
  });

  it.each([-1, 1e300, 2 ** 53, MOST_TOKENS + 1, 0.5, '12', true, {}, [3]])(
    'is unknown where a figure is %j, which it cannot be',
    (figure) => {
      expect(responseUsage({ ...whole, input_tokens: figure })).toEqual(unknown);
      expect(responseUsage({ ...whole, output_token_details: { audio_tokens: figure } })).toEqual(unknown);
      const details = { ...whole.input_token_details, cached_tokens_details: { audio_tokens: figure } };
      expect(responseUsage({ ...whole, input_token_details: details })).toEqual(unknown);
    },
  );

  it('is unknown where it, or a part of it, is of another kind', () => {
    for (const told of [12, 'much', [], true]) expect(responseUsage(told)).toEqual(unknown);
    expect(responseUsage({ ...whole, input_token_details: 12 })).toEqual(unknown);
  });

  it('takes the largest figure that can be', () => {
    expect(responseUsage({ input_tokens: MOST_TOKENS, output_tokens: 0 })).toEqual({
      ...noUsage,
      unsplitIn: MOST_TOKENS,
    });
  });

  it('has tokens without a kind where only totals were told', () => {
    expect(
      responseUsage({ input_tokens: 200, output_tokens: 100, input_token_details: { cached_tokens: 64 } }),
    ).toEqual({ ...noUsage, unsplitIn: 200, unsplitCached: 64, unsplitOut: 100 });
  });

  it('has what is over where the details do not add up to the total', () => {
    const input = { text_tokens: 332, audio_tokens: 165 };
    expect(responseUsage({ input_tokens: 522, output_tokens: 0, input_token_details: input })).toEqual({
      ...noUsage,
      textIn: 332,
      audioIn: 165,
      unsplitIn: 25,
    });
  });

  it('leaves open of which kind cached tokens were, where nobody said', () => {
    const input = { text_tokens: 100, audio_tokens: 850, cached_tokens: 800 };
    expect(responseUsage({ input_tokens: 950, output_tokens: 0, input_token_details: input })).toEqual({
      ...noUsage,
      textIn: 100,
      audioIn: 850,
      unsplitCached: 800,
    });
  });

  it('has no more cached than there was, and says that more was told', () => {
    const cached = (details: object): unknown => ({
      input_tokens: 150,
      output_tokens: 0,
      input_token_details: { text_tokens: 100, audio_tokens: 50, ...details },
    });
    expect(responseUsage(cached({ cached_tokens_details: { text_tokens: 101 } }))).toEqual({
      ...noUsage,
      textIn: 100,
      audioIn: 50,
      textCached: 100,
      impossible: 1,
    });
    expect(responseUsage(cached({ cached_tokens: 151 }))).toMatchObject({
      unsplitCached: 150,
      impossible: 1,
    });
    expect(
      responseUsage({ input_tokens: 5, output_tokens: 1, input_token_details: { cached_tokens: 9 } }),
    ).toEqual({
      ...noUsage,
      unsplitIn: 5,
      unsplitCached: 5,
      unsplitOut: 1,
      impossible: 1,
    });
  });

  it('takes the details where they are more than the total, and says so', () => {
    expect(responseUsage({ ...whole, input_tokens: 199 })).toMatchObject({ textIn: 120, impossible: 1 });
    expect(responseUsage({ ...whole, output_tokens: 99 })).toMatchObject({ audioOut: 80, impossible: 1 });
    expect(responseUsage({ ...whole, output_tokens: 100 })).not.toHaveProperty('impossible');
  });

  const figure = fc.oneof(
    fc.nat(2000),
    fc.constantFrom(null, undefined, -1, 1e300, 2 ** 53, 0.5, '7', MOST_TOKENS),
  );
  const details = fc.record(
    {
      text_tokens: figure,
      audio_tokens: figure,
      image_tokens: figure,
      cached_tokens: figure,
      cached_tokens_details: fc.oneof(
        fc.constant(null),
        fc.record({ text_tokens: figure, audio_tokens: figure }, { requiredKeys: [] }),
      ),
    },
    { requiredKeys: [] },
  );
  const anyUsage = fc.record(
    {
      total_tokens: figure,
      input_tokens: figure,
      output_tokens: figure,
      input_token_details: details,
      output_token_details: details,
    },
    { requiredKeys: [] },
  );

  it('is bounded whatever was told, and adds up to what can be written down and read again', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyUsage, fc.anything()), { maxLength: 20 }), (told) => {
        let sum = noUsage;
        for (const one of told) {
          const usage = responseUsage(one);
          if (usage === null) continue;
          for (const value of Object.values(usage)) {
            expect(Number.isSafeInteger(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(0);
          }
          expect(cachedTokens(usage)).toBeLessThanOrEqual(inputTokens(usage));
          expect(usage.textCached).toBeLessThanOrEqual(usage.textIn);
          expect(usage.audioCached).toBeLessThanOrEqual(usage.audioIn);
          expect(usage.imageCached).toBeLessThanOrEqual(usage.imageIn);
          expect(inputTokens(usage)).toBeLessThanOrEqual(3 * MOST_TOKENS);
          expect(outputTokens(usage)).toBeLessThanOrEqual(3 * MOST_TOKENS);
          sum = addUsage(sum, usage);
        }
        expect(JSON.parse(JSON.stringify(sum))).toEqual(sum);
      }),
    );
  });

  it('loses no token of an input that can be', () => {
    const small = fc.nat(1000);
    fc.assert(
      fc.property(
        small,
        small,
        small,
        small,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, audio, image, more, share) => {
          const cached = Math.floor((text + audio + image + more) * share);
          const usage = responseUsage({
            input_tokens: text + audio + image + more,
            output_tokens: more,
            input_token_details: {
              text_tokens: text,
              audio_tokens: audio,
              image_tokens: image,
              cached_tokens: cached,
            },
          });
          expect(
            usage === null ? null : [inputTokens(usage), cachedTokens(usage), outputTokens(usage)],
          ).toEqual([text + audio + image + more, cached, more]);
          expect(usage).not.toHaveProperty('impossible');
        },
      ),
    );
  });
});

describe('the usage of a transcription', () => {
  it('is in seconds or in tokens', () => {
    expect(transcriptionUsage({ type: 'duration', seconds: 2.5 })).toEqual({ seconds: 2.5, tokens: 0 });
    expect(transcriptionUsage({ type: 'tokens', total_tokens: 30 })).toEqual({ seconds: 0, tokens: 30 });
    expect(transcriptionUsage({ input_tokens: 20, output_tokens: 5 })).toEqual({ seconds: 0, tokens: 25 });
    expect(transcriptionUsage({ seconds: 0 })).toEqual({ seconds: 0, tokens: 0 });
  });

  it('is unknown where there is none', () => {
    for (const told of [null, undefined, {}, { seconds: null }]) {
      expect(transcriptionUsage(told)).toEqual({ seconds: 0, tokens: 0, usageTrouble: 'unreported' });
    }
  });

  it('is unknown, and counted, where it cannot be', () => {
    for (const told of [
      7,
      { seconds: -1 },
      { seconds: 1e300 },
      { seconds: MOST_SECONDS + 1 },
      { seconds: '2' },
      { total_tokens: 0.5 },
      { total_tokens: 2 ** 53 },
    ]) {
      expect(transcriptionUsage(told)).toEqual({ seconds: 0, tokens: 0, usageTrouble: 'impossible' });
    }
  });
});
