/** What went on when, as a table: which stretches it has, and what it says of a sample. */

import { expect, it } from 'vitest';
import type { PageData } from '../../../src/page/page_data.ts';
import { pageData } from '../../../src/report/page/html.ts';
import { timeTable } from '../../../src/report/page/time_section.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { stopped } from '../view_runs.ts';

const data = pageData({ summary: summarize(stopped), log: stopped });
const { recorded } = data;
if (recorded === null) throw new Error('nothing is recorded');

const words = (of: PageData): string => timeTable(of).markup.replaceAll(/\s+/g, ' ');

it('says that there are no records', () => {
  expect(words({ ...data, recorded: null })).toContain(
    'No data: the records are not at hand, only what was summed up of them.',
  );
});

it('says of how many turns there are dots, where it is not all of them', () => {
  const held = (turns: number) =>
    words({ ...data, recorded: { ...recorded, held: { ...recorded.held, turns, ofTurns: 5000 } } });
  expect(held(1200)).toContain('Dots: answers, a sample of 1,200 of 5,000 turns; lines:');
  expect(held(5000)).toContain('Dots: answers; lines:');
});

it('has a line for a stretch in which anything happened, be it one thing alone', () => {
  const counts = (...all: readonly number[]) => [{ name: 'x', counts: [...all] }];
  const none = [0, 0, 0, 0, 0];
  const series = {
    ...recorded.series,
    bucketMs: 1000,
    turns: [1, 0, 0, 0, 0],
    lost: none,
    p50: none.map(() => null),
    p95: none.map(() => null),
    concurrency: none,
    failures: counts(0, 1, 0, 1, 0),
    fallbacks: counts(0, 0, 2, 1, 0),
    strikes: counts(0, 0, 0, 0, 0),
  };
  const text = words({ ...data, recorded: { ...recorded, series } });
  expect(Array.from(text.matchAll(/<th scope="row" class="word">([^<]*)</g), ([, from]) => from)).toEqual([
    '0 ms',
    '1 s',
    '2 s',
    '3 s',
  ]);
});
