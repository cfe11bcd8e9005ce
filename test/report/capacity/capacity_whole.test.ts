/**
 * A search for capacity in all its views, whole, against committed files. After a change that is meant, write them anew with
 * UPDATE_GOLDEN=1 and read the difference.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CapacityResult } from '../../../src/forecast/capacity/capacity_result.ts';
import { capacityPictures } from '../../../src/report/capacity/capacity_pictures.ts';
import { capacityTerminal } from '../../../src/report/capacity/capacity_terminal.ts';
import { capacityViews } from '../../../src/report/capacity/capacity_views.ts';
import { marked, markedStyle } from '../marked_style.ts';
import { once } from '../once.ts';
import { madeCapacity } from './made_capacity.ts';

const whole = once(() => madeCapacity());
/** By the second, of a real target that cost something, with a level of which nothing is known and one that the generator did not bear. */
const broken = once((): CapacityResult => {
  const made = madeCapacity({ law: { scale: 0.12, sigma: 0.5, kappa: 0.05 }, failsFrom: 8 });
  const open = { value: null, low: null, high: null };
  return {
    ...made,
    unit: 'calls_per_second',
    run: {
      ...made.run,
      engine: 'node',
      spentUsd: 12.5,
      target: { url: 'wss://agents.example', model: 'm', simulated: false },
    },
    levels: made.levels.map((level, at) => {
      if (at === 1)
        return { ...level, latencyMs: { p50: open, p95: open, count: 0 }, answeredPerSecond: open };
      return at === 2 ? { ...level, verdict: 'invalid', failures: [{ code: 'no_answer', count: 3 }] } : level;
    }),
    knee: { ...made.knee, refusedAt: 48, failsBy: made.knee.failsBy },
    limit: { by: 'target', said: 'the target stops holding', next: 'look at its processors' },
    notes: ['a note'],
  };
});
/** Answers that come forty times as late in a crowd, two limits of which one is no time, and a level that was cut off. */
const steep = once((): CapacityResult => {
  const made = madeCapacity({ law: { scale: 0.3, sigma: 0.6, kappa: 0.01 }, failsFrom: 16 });
  const [slo] = made.settings.slo;
  if (slo === undefined) throw new Error('there is a limit');
  return {
    ...made,
    settings: {
      ...made.settings,
      slo: [
        { ...slo, text: 'response_latency p95 < 9s', value: 9000 },
        {
          ...slo,
          text: 'error_rate < 1%',
          metric: 'error_rate',
          stat: 'rate',
          value: 0.01,
          unit: 'ratio',
          of: 'call',
        },
      ],
    },
    levels: made.levels.map((level, at) => (at === 6 ? { ...level, verdict: 'cut', why: 'stopped' } : level)),
  };
});
/** Stopped before the first level was over. */
const empty = once((): CapacityResult => {
  const made = madeCapacity();
  return {
    ...made,
    levels: [],
    knee: {
      ...made.knee,
      holds: null,
      fails: null,
      failsBy: null,
      measured: { holds: 0, fails: 0 },
      brokenBy: [],
      said: 'nobody knows',
    },
  };
});

describe.each([
  ['whole', whole],
  ['broken', broken],
  ['steep', steep],
  ['empty', empty],
] as const)('the capacity %s', (name, result) => {
  const committed = async (ending: string, text: string): Promise<string> => {
    const file = join(import.meta.dirname, '../../golden/capacity', `${name}.${ending}`);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return readFile(file, 'utf8');
  };

  it.each([140, 80])('on a terminal of %d columns is the committed one', async (columns) => {
    const text = marked(capacityTerminal(result(), markedStyle, columns));
    expect(text).toBe(await committed(`${columns}.txt`, text));
  });

  it.each(
    [...capacityViews, ...capacityPictures]
      .filter(({ file }) => file !== 'capacity.json')
      .map(({ file, make }) => ({ file, make })),
  )('as $file is the committed one', async ({ file, make }) => {
    const text = make(result());
    expect(text).toBe(await committed(file, text));
  });
});
