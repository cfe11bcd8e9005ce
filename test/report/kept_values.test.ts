import { array, assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptValues } from '../../src/report/kept_values.ts';

const keptOf = (values: readonly number[]): KeptValues => {
  const kept = new KeptValues();
  for (const value of values) kept.add(value);
  return kept;
};

describe('kept values', () => {
  it('are those that were added, in their order, over any number of blocks', () => {
    assert(
      property(array(double(), { maxLength: 200 }), (values) => {
        const kept = keptOf(values);
        expect(kept.length).toBe(values.length);
        expect([...kept]).toEqual(values);
        expect([...kept.copy()]).toEqual(values);
      }),
    );
    const many = Array.from({ length: 40_000 }, (_, at) => at / 3);
    expect(keptOf(many).length).toBe(many.length);
    expect([...keptOf(many)]).toEqual(many);
    expect([...keptOf(many).copy()]).toEqual(many);
  });

  it('are not changed by what is done to a copy', () => {
    const kept = keptOf([3, 1, 2]);
    kept.copy().sort();
    expect([...kept]).toEqual([3, 1, 2]);
  });

  it('are none to begin with', () => {
    expect([...new KeptValues()]).toEqual([]);
    expect(new KeptValues().copy()).toHaveLength(0);
  });
});
