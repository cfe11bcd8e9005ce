/** Usage packed into numbers, and what a service left open beside them. */

import { assert, constantFrom, float, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/core/log/record.ts';
import { noUsage, unreportedUsage, type OpenUsage } from '../../src/core/log/usage.ts';
import { KeptOnce } from '../../src/report/kept_once.ts';
import { openOf, restsAgain, USAGE, usageAt, writeUsage } from '../../src/report/kept_usage.ts';

const amount = float({ min: 0, noNaN: true, noDefaultInfinity: true });
const told = record(
  Object.fromEntries(USAGE.map((name) => [name, amount])) as Record<keyof Usage, typeof amount>,
);
const OPEN = [
  'unsplitIn',
  'unsplitCached',
  'unsplitOut',
  'unreported',
  'unreportedTranscriptions',
  'cutOff',
  'sessionSeconds',
  'impossible',
] as const satisfies readonly (keyof OpenUsage)[];

const NOTHING = openOf(null);
/** Numbers before and after, which are somebody else's. */
const BEFORE = 3;
const rowOf = (usage: Usage | null): Float64Array => {
  const row = new Float64Array(BEFORE + USAGE.length + 1).fill(-7);
  writeUsage(usage, row, BEFORE);
  return row;
};

describe('usage in a packed row', () => {
  it('is what was written, and touches nothing beside it', () => {
    assert(
      property(
        told,
        constantFrom<OpenUsage>({}, { unsplitIn: 2 }, { cutOff: 1, impossible: 4 }),
        (usage, open) => {
          const whole = { ...usage, ...open };
          const row = rowOf(whole);
          expect(usageAt(row, BEFORE, openOf(whole))).toEqual(whole);
          expect([...row.subarray(0, BEFORE), row.at(-1)]).toEqual([-7, -7, -7, -7]);
        },
      ),
    );
  });

  it('is no number at all where none was told', () => {
    const row = rowOf(null);
    expect([...row.subarray(BEFORE, -1)]).toEqual(USAGE.map(() => Number.NaN));
    expect([...row.subarray(0, BEFORE), row.at(-1)]).toEqual([-7, -7, -7, -7]);
  });
});

describe('what was left open', () => {
  it('is the same nothing for all that left nothing open', () => {
    expect(NOTHING).toEqual({});
    expect(openOf({ ...noUsage, textIn: 5 })).toBe(NOTHING);
  });

  it.each(OPEN)('is kept: %s alone', (name) => {
    const usage = { ...noUsage, [name]: 3 };
    expect(openOf(usage)).toEqual({ [name]: 3 });
    expect(usageAt(rowOf(usage), BEFORE, openOf(usage))).toEqual(usage);
    expect(Object.keys(usageAt(rowOf(noUsage), BEFORE, NOTHING))).not.toContain(name);
  });

  it('comes from another thread as what it was, nothing as the same nothing', () => {
    const kept = new KeptOnce<{ readonly openUsage: OpenUsage; readonly said: string }>();
    kept.keep({ openUsage: NOTHING, said: 'a' }, 'a');
    kept.keep({ openUsage: openOf(unreportedUsage), said: 'b' }, 'b');
    const sent = structuredClone(kept.packed());
    const { things, numbers } = restsAgain(sent);
    expect(things).toEqual([
      { openUsage: {}, said: 'a' },
      { openUsage: { unreported: 1 }, said: 'b' },
    ]);
    expect(things[0]?.openUsage).toBe(NOTHING);
    expect(numbers).toBe(sent.numbers);
  });
});
