/** Connections that were lost at one age, few enough to reckon with. */

import { describe, expect, it } from 'vitest';
import type { LivedCall } from '../../../src/report/lost/lived_call.ts';
import { sharedAges } from '../../../src/report/lost/shared_age.ts';
import { sharedInstants } from '../../../src/report/lost/shared_instant.ts';

function call(index: number, ageMs: number | null, fields: Partial<LivedCall> = {}): LivedCall {
  return {
    call: index,
    fate: 'lost',
    caller: null,
    voice: null,
    worker: null,
    closing: null,
    dialedMs: 0,
    endedMs: 1000,
    ageMs,
    timedOut: false,
    faults: [],
    steps: [],
    ...fields,
  };
}

const lived = (index: number, ageMs: number, fields: Partial<LivedCall> = {}): LivedCall =>
  call(index, ageMs, { fate: 'lived', ...fields });

describe('an age', () => {
  it('is that of the middle one, with who lived past it', () => {
    const calls = [
      call(3, 5000),
      call(1, 5100),
      call(2, 5200),
      call(9, null),
      lived(4, 60_000),
      lived(5, 40_000),
      lived(6, 3000),
      // A deadline of the scenario's is no end of the target's.
      call(7, 5050, { timedOut: true }),
    ];
    const [found, ...others] = sharedAges(calls, 1);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      trait: 'age',
      value: '5100',
      count: 3,
      of: 3,
      others: { count: 2, of: 4 },
      fromMs: 5000,
      untilMs: 5200,
      calls: [3, 1, 2],
      text: '3 of 3 lost calls died 5.1 s after connecting (from 5 s to 5.2 s, a window of 1 s); 2 of 7 calls lived past it',
    });
    // What all of them lived, and of it what lies in the second that ends with the last of the three: two live through all of it.
    const livedMs = 60_000 + 40_000 + 3000 + 5000 + 5050 + 5100 + 5200;
    const share = (2000 + 800 + 850 + 900 + 1000) / livedMs;
    expect(found?.chance).toBeCloseTo(Math.min(1, 3 * share ** 2), 10);
  });

  it('that none lived past is a ceiling; its window is a fiftieth of it, and never under a second', () => {
    const [found] = sharedAges([call(0, 200_000), call(1, 200_040), call(2, 204_000), lived(3, 90_000)], 1);
    expect(found).toMatchObject({
      count: 3,
      others: { count: 0, of: 1 },
      text: '3 of 3 lost calls died 200 s after connecting (from 200 s to 204 s, a window of 4 s), and no call lived past it: a configured ceiling, on sessions or on connections',
    });
    const [same] = sharedAges(
      [0, 1, 2].map((index) => call(index, 150_010)),
      1,
    );
    expect(same?.text).toContain('(all at 150 s, a window of 3 s)');
    expect(sharedAges([call(0, 200_000), call(1, 200_040), call(2, 204_001)], 1)).toEqual([]);
  });
});

describe('an instant', () => {
  const at = (index: number, dialedMs: number, endedMs: number, fields: Partial<LivedCall> = {}): LivedCall =>
    call(index, null, { dialedMs, endedMs, ...fields });

  it('of two seconds is a restart, with how many were up', () => {
    const calls = [
      at(4, 0, 10_000),
      at(5, 2000, 10_500),
      at(6, 4000, 12_000),
      lived(0, 0, { dialedMs: 0, endedMs: 600_000 }),
      at(8, 0, 0, { dialedMs: null }),
    ];
    expect(sharedInstants(calls, 1)).toMatchObject([
      {
        trait: 'instant',
        value: '10000',
        count: 3,
        of: 3,
        others: null,
        fromMs: 10_000,
        untilMs: 12_000,
        calls: [4, 5, 6],
        text: '3 of 3 lost calls ended within 2 s, from 10 s to 12 s into the run, when 4 were up: as in a restart',
      },
    ]);
  });

  it('of a minute is an outage', () => {
    const calls = [
      ...Array.from({ length: 8 }, (_, index) => at(index, 100_000 + index * 5000, 100_010 + index * 5000)),
      lived(9, 0, { dialedMs: 0, endedMs: 3_600_000 }),
    ];
    expect(sharedInstants(calls, 1)[0]).toMatchObject({
      count: 8,
      text: '8 of 8 lost calls ended within 60 s, from 100 s to 2 min 15 s into the run, when 2 were up: as in an outage',
    });
  });
});
