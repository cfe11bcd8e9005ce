import { describe, expect, it } from 'vitest';
import { contextLimits, contextTokensOf } from '../../../src/agent/meter/context_limits.ts';

describe('the context of a model', () => {
  it.each([
    ['gpt-realtime-2.1', 96_000],
    ['gpt-realtime-2.1-mini', 96_000],
    ['gpt-realtime-2', 96_000],
    ['gpt-realtime-1.5', 28_224],
    ['gpt-realtime', 28_224],
    ['gpt-realtime-mini', 28_224],
  ])('of %s leaves %i tokens for the input', (model, tokens) => {
    expect(contextTokensOf(model)).toBe(tokens);
    expect(contextTokensOf(`${model}-2025-08-28`)).toBe(tokens);
  });

  it('is taken to be as long as today’s where nobody knows, and never for the short one', () => {
    for (const model of ['my-deployment', '', 'gpt-realtime-2.1-2'])
      expect(contextTokensOf(model)).toBe(96_000);
  });

  it('has a source for each', () => {
    for (const { source } of contextLimits) expect(source).toMatch(/^https:\/\/developers\.openai\.com\//);
  });
});
