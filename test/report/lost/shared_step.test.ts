/** Calls that were lost in one step, few enough to reckon with. */

import { expect, it } from 'vitest';
import type { LivedCall } from '../../../src/report/lost/lived_call.ts';
import { sharedSteps } from '../../../src/report/lost/shared_step.ts';

const SAID = ['hello', 'my-number', ''];

/** It came to so many steps. */
function call(index: number, steps: number, fields: Partial<LivedCall> = {}): LivedCall {
  return {
    call: index,
    fate: 'lived',
    caller: 'buyer',
    voice: null,
    worker: null,
    closing: null,
    dialedMs: 0,
    endedMs: 1000,
    ageMs: 1000,
    timedOut: false,
    faults: [],
    steps: SAID.slice(0, steps).map((said, step) => ({ step, said })),
    ...fields,
  };
}

it('each step is told of with who was lost in it, of all that came to it', () => {
  const found = sharedSteps([
    call(0, 2, { fate: 'lost' }),
    call(1, 3),
    call(2, 2, { fate: 'lost' }),
    call(3, 3, { fate: 'lost' }),
    call(4, 1, { fate: 'cut' }),
    call(5, 0, { fate: 'lost' }),
    call(6, 1, { fate: 'lost', caller: null }),
  ]);
  expect(
    found.map(({ trait, value, count, of, others, calls }) => [trait, value, count, of, others, calls]),
  ).toEqual([
    ['step', 'buyer 0', 0, 4, { count: 5, of: 5 }, []],
    ['step', 'buyer 1', 2, 4, { count: 2, of: 4 }, [0, 2]],
    ['step', 'buyer 2', 1, 4, { count: 1, of: 2 }, [3]],
    ['step', ' 0', 1, 4, { count: 0, of: 1 }, [6]],
  ]);
  expect(found.map(({ text }) => text)).toEqual([
    '0 of 4 lost calls ended in step 1 of “buyer” (“hello”), which 5 calls came to',
    '2 of 4 lost calls ended in step 2 of “buyer” (“my-number”), which 4 calls came to',
    '1 of 4 lost calls ended in step 3 of “buyer”, which 2 calls came to',
    '1 of 4 lost calls ended in step 1 of “” (“hello”), which 1 call came to',
  ]);
  // The caller's eleven steps had three of its calls lost: two or more of them in those four, by four places.
  const p = 4 / 11;
  expect(found[1]?.chance).toBeCloseTo(Math.min(1, 4 * (3 * p ** 2 * (1 - p) + p ** 3)), 10);
  expect(found[0]?.chance).toBe(1);
});
