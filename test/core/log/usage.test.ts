import { describe, expect, it } from 'vitest';
import {
  addUsage,
  cachedTokens,
  inputTokens,
  noUsage,
  openUsage,
  outputTokens,
} from '../../../src/core/log/usage.ts';
import type { Usage } from '../../../src/core/log/record.ts';

describe('usage', () => {
  it('adds up, kind by kind', () => {
    const kinds = Object.keys(noUsage) as (keyof Usage)[];
    const of = (step: number): Usage => ({
      ...noUsage,
      ...Object.fromEntries(kinds.map((kind, i) => [kind, (i + 1) * step])),
    });
    expect(addUsage(of(1), of(100))).toEqual(of(101));
    expect(addUsage(noUsage, of(3))).toEqual(of(3));
    expect(new Set(Object.values(noUsage))).toEqual(new Set([0]));
  });

  it('has an input, a cached part of it and an output, of whichever kinds there are', () => {
    const used: Usage = {
      ...noUsage,
      textIn: 1,
      audioIn: 2,
      imageIn: 4,
      textCached: 16,
      audioCached: 32,
      imageCached: 64,
      textOut: 256,
      audioOut: 512,
      transcriptionTokens: 5000,
    };
    expect([inputTokens(used), cachedTokens(used), outputTokens(used)]).toEqual([7, 112, 768]);
    const open = { ...used, unsplitIn: 8, unsplitCached: 128, unsplitOut: 1024 };
    expect([inputTokens(open), cachedTokens(open), outputTokens(open)]).toEqual([15, 240, 1792]);
  });

  it('keeps what was left open apart, and no field of what was not', () => {
    const a: Usage = { ...noUsage, unsplitIn: 3, unreported: 1, cutOff: 0 };
    const sum = addUsage(a, { ...noUsage, unsplitIn: 4, unsplitOut: 5 });
    expect(sum).toEqual({ ...noUsage, unsplitIn: 7, unsplitOut: 5, unreported: 1 });
    expect(sum).not.toHaveProperty('cutOff');
    expect(openUsage(sum)).toEqual({ unsplitIn: 7, unsplitOut: 5, unreported: 1 });
    expect(openUsage(noUsage)).toEqual({});
  });
});
