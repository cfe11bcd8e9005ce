import { describe, expect, it } from 'vitest';
import { addUsage, noUsage } from '../../../src/core/log/usage.ts';
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
});
