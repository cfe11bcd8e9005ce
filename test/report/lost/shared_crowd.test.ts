/** Calls that were lost while many were up, few enough to reckon with. */

import { describe, expect, it } from 'vitest';
import type { LivedCall } from '../../../src/report/lost/lived_call.ts';
import { sharedCrowds } from '../../../src/report/lost/shared_crowd.ts';

function span(call: number, dialedMs: number, endedMs: number, fate: LivedCall['fate'] = 'lived'): LivedCall {
  const nobody = { caller: null, voice: null, worker: null, closing: null };
  return { call, fate, dialedMs, endedMs, ageMs: null, timedOut: false, faults: [], steps: [], ...nobody };
}

/** One call goes on all the time; into it come two at a time, of which one is lost after a second, the other goes after two. */
const burst = (index: number, atMs: number): LivedCall[] => [
  span(index * 2 + 1, atMs, atMs + 1000, 'lost'),
  span(index * 2 + 2, atMs, atMs + 2000),
];
const bursts = [10_000, 30_000, 50_000, 70_000].flatMap((atMs, index) => burst(index, atMs));
const all = [span(0, 0, 100_000), ...bursts];

describe('calls lost in a crowd', () => {
  it('are those at whose end more were up than so many, against the share of their time that was lived so', () => {
    const [found, ...others] = sharedCrowds(all);
    expect(others).toEqual([]);
    // Three seconds of three calls' lives each, of 112 that all lived.
    expect(found).toMatchObject({
      trait: 'crowd',
      value: '2',
      count: 4,
      of: 4,
      others: null,
      calls: [1, 3, 5, 7],
      text: '4 of 4 lost calls ended while more than 2 were up (at most 3; 10.7% of the time of all calls was spent so)',
    });
    expect(found?.chance).toBeCloseTo((12 / 112) ** 4, 12);
  });

  it('are told in whatever order they come', () => {
    expect(sharedCrowds(all.toReversed())).toEqual(sharedCrowds(all));
  });

  it('are none of fewer than four times, however many were lost in one second', () => {
    expect(sharedCrowds(all.slice(0, -2))).toEqual([]);
    const more = [span(50, 10_000, 11_900, 'lost'), span(51, 10_000, 11_950, 'lost')];
    expect(sharedCrowds([...all.slice(0, -2), ...more])).toEqual([]);
    // A second and a millisecond later it is another time.
    expect(sharedCrowds([...all.slice(0, -2), span(50, 10_000, 12_001, 'lost')])).toHaveLength(1);
    expect(sharedCrowds([...all.slice(0, -2), span(50, 10_000, 12_000, 'lost')])).toEqual([]);
  });

  it('are not those of which nobody knows when they went on, nor whoever the harness cut off', () => {
    const unknown = { ...span(90, 0, 0, 'lost'), dialedMs: null };
    const backwards = span(91, 5000, 4000, 'lost');
    expect(sharedCrowds([...all, unknown, backwards])).toEqual(sharedCrowds(all));
    const cut = bursts.map((call) => (call.fate === 'lost' ? { ...call, fate: 'cut' as const } : call));
    expect(sharedCrowds([span(0, 0, 100_000), ...cut])).toEqual([]);
  });

  it('may leave one in ten of the times out, and pays for each number that was tried', () => {
    const alone = span(80, 90_000, 91_000, 'lost');
    const many = Array.from({ length: 10 }, (_, index) => burst(index, 2000 + index * 5000)).flat();
    const [found] = sharedCrowds([span(0, 0, 100_000), ...many, alone]);
    expect(found).toMatchObject({ value: '2', count: 10, of: 11 });
    // Thirty seconds of lives in the ten crowds, of 131 in all: ten or eleven of eleven, by one of two numbers.
    const share = 30 / 131;
    expect(found?.chance).toBeCloseTo(2 * (11 * share ** 10 * (1 - share) + share ** 11), 12);
  });

  it('may not leave more out than that', () => {
    const alone = [80_000, 90_000].map((atMs, index) => span(80 + index, atMs, atMs + 1000, 'lost'));
    const [found] = sharedCrowds([...all, ...alone]);
    expect(found).toMatchObject({ value: '1', count: 6, of: 6 });
    // More than one was up for two seconds of each burst, and while each of the two was there.
    expect(found?.chance).toBeCloseTo((24 / 114) ** 6, 12);
  });

  it('are told by the number that chance explains least, the lower one too', () => {
    const pairs = Array.from({ length: 9 }, (_, index) => [
      span(index * 2 + 1, 5000 + index * 5000, 6000 + index * 5000, 'lost'),
      span(index * 2 + 2, 5000 + index * 5000, 6000 + index * 5000),
    ]).flat();
    const [found] = sharedCrowds([span(0, 0, 100_000), ...pairs, span(80, 90_000, 90_100, 'lost')]);
    expect(found).toMatchObject({ value: '1', count: 10, of: 10 });
    expect(found?.chance).toBeCloseTo(2 * (27.2 / 118.1) ** 10, 14);
  });

  it('may be all that there are', () => {
    const four = [10_000, 20_000, 30_000, 40_000].map((endedMs, index) =>
      span(2 + index, 0, endedMs, 'lost'),
    );
    const [found] = sharedCrowds([span(0, 0, 100_000), span(1, 0, 100_000), ...four]);
    expect(found?.text).toContain(
      'more than 2 were up (at most 6; 60% of the time of all calls was spent so)',
    );
    expect(found?.chance).toBeCloseTo(0.6 ** 4, 12);
  });

  it('are not made larger by who comes as another leaves', () => {
    const [one] = sharedCrowds(all);
    expect(sharedCrowds([span(0, 0, 50_000), span(99, 50_000, 100_000), ...bursts])).toEqual([one]);
  });

  it('are nothing but chance where nobody lived for any time', () => {
    const atOnce = [0, 2000, 4000, 6000].map((atMs, index) => span(index, atMs, atMs, 'lost'));
    expect(sharedCrowds(atOnce)).toMatchObject([{ count: 4, of: 4, chance: 1 }]);
  });
});
