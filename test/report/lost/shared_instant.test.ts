/** Calls that were lost at one instant of the run, few enough to reckon with. */

import { describe, expect, it } from 'vitest';
import type { LivedCall } from '../../../src/report/lost/lived_call.ts';
import { sharedInstants } from '../../../src/report/lost/shared_instant.ts';

function call(
  index: number,
  dialedMs: number | null,
  endedMs: number | null,
  fate: LivedCall['fate'],
): LivedCall {
  return {
    call: index,
    fate,
    caller: null,
    voice: null,
    worker: null,
    closing: null,
    dialedMs,
    endedMs,
    ageMs: null,
    timedOut: false,
    faults: [],
    steps: [],
  };
}

const lost = (index: number, endedMs: number, dialedMs = 0): LivedCall =>
  call(index, dialedMs, endedMs, 'lost');
const lived = (index: number): LivedCall => call(index, 0, 600_000, 'lived');

describe('an instant', () => {
  it('of a restart is two seconds wide at most: who was lost in it, and how many were up', () => {
    const found = sharedInstants(
      [
        lost(5, 301_000),
        lost(3, 300_000),
        lost(4, 301_900),
        lost(9, 450_000),
        lived(6),
        lived(7),
        call(8, 0, 310_000, 'cut'),
      ],
      1,
    );
    const livedMs = 301_000 + 300_000 + 301_900 + 450_000 + 2 * 600_000 + 310_000;
    // The two seconds that end with the last of them hold more of their lives than those that begin with the first.
    const share = (4 * 2000 + 2000 + 1100 + 100) / livedMs;
    expect(found).toEqual([
      {
        trait: 'instant',
        value: '300000',
        count: 3,
        of: 4,
        others: null,
        // Two of the three others fall into it, of four that could begin it, in windows of three widths.
        chance: expect.closeTo(12 * (3 * share ** 2 * (1 - share) + share ** 3), 10) as number,
        text: '3 of 4 lost calls ended within 2 s, from 5 min 0 s to 5 min 2 s into the run, when 7 were up: as in a restart',
        fromMs: 300_000,
        untilMs: 301_900,
        calls: [3, 5, 4],
      },
    ]);
  });

  it('of an outage is longer, up to a minute', () => {
    const spread = (wideMs: number) =>
      sharedInstants(
        [0, 1, 2, 3].map((at) => lost(at, 100_000 + at * wideMs)),
        1,
      ).map(({ text }) => text);
    expect(spread(3000)).toEqual([
      '4 of 4 lost calls ended within 10 s, from 100 s to 109 s into the run, when 4 were up: as in an outage',
    ]);
    expect(spread(19_000)[0]).toMatch(/^4 of 4 lost calls ended within 60 s, .*: as in an outage$/);
    expect(spread(61_000)).toEqual([]);
  });

  it('is none that is likelier by chance than was asked for', () => {
    const calls = [lost(0, 300_000), lost(1, 301_000), lost(2, 301_900), lived(3), lived(4)];
    const [{ chance } = { chance: 0 }] = sharedInstants(calls, 1);
    expect(chance).toBeGreaterThan(0);
    expect(sharedInstants(calls, chance)).toHaveLength(1);
    expect(sharedInstants(calls, chance * 0.99)).toEqual([]);
  });

  it('is of calls alone whose beginning and end are known, and of those that were lost', () => {
    const three = [lost(0, 300_000), lost(1, 301_000), call(2, 0, 301_900, 'lived')];
    expect(sharedInstants(three, 1)).toEqual([]);
    expect(sharedInstants([...three.slice(0, 2), call(2, null, 301_900, 'lost')], 1)).toEqual([]);
    expect(sharedInstants([...three.slice(0, 2), call(2, 0, null, 'lost')], 1)).toEqual([]);
    expect(sharedInstants([...three.slice(0, 2), call(2, 0, 301_900, 'lost')], 1)).toHaveLength(1);
  });

  it('takes who got no connection to have been there for a second', () => {
    // All at once, and each the whole second that there was: nothing is unlikely about that.
    const atOnce = [0, 1, 2, 3].map((at) => lost(at, 5000, 5000));
    expect(sharedInstants(atOnce, 1)).toMatchObject([{ count: 4, chance: 1, calls: [0, 1, 2, 3] }]);
    expect(sharedInstants(atOnce, 0.5)).toEqual([]);
    expect(sharedInstants(atOnce, 1)[0]?.text).toContain('when 4 were up');
  });
});
