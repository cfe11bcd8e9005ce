/** The words of a comparison, of figures that are seldom met in a whole one. */

import { describe, expect, it } from 'vitest';
import type { ComparedRow, Comparison } from '../../../src/report/compare/comparison.ts';
import {
  conclusion,
  differenceText,
  intervalText,
  pairingText,
  readingNotes,
  runText,
  sideIntervalText,
  sideText,
  verdictNote,
  verdictText,
} from '../../../src/report/compare/comparison_text.ts';
import { forestRow, scaleOf } from '../../../src/report/compare/forest_plot.ts';
import { row, side } from './compared_rows.ts';
import { madeRun } from './compared_runs.ts';

describe('a difference', () => {
  it.each<[Partial<ComparedRow>, string]>([
    [{}, '+100 ms (+13%)'],
    [{ difference: -100, relative: -0.0999 }, '−100 ms (−10%)'],
    [{ relative: 0.0994 }, '+100 ms (+9.9%)'],
    [{ relative: 0.0004 }, '+100 ms (+<0.1%)'],
    [{ relative: -0.0004 }, '+100 ms (−<0.1%)'],
    [{ relative: 0.0005 }, '+100 ms (+0.1%)'],
    [{ relative: null }, '+100 ms'],
    [{ difference: 0, relative: 0 }, '±0'],
    [{ difference: null, relative: null }, '–'],
    [{ difference: null, beyond: 'above' }, '+∞'],
    [{ difference: null, beyond: 'below' }, '−∞'],
    [{ unit: 'ratio', difference: 0.125, relative: null }, '+12.5 pp'],
    [{ unit: 'ratio', difference: -0.00042, relative: null }, '−0.04 pp'],
    [{ unit: 'ratio', difference: 0.0005, relative: null }, '+0.1 pp'],
  ])('%j is written %s', (fields, text) => {
    expect(differenceText(row(fields))).toBe(text);
  });

  it('has an interval, of which an end may have no bound', () => {
    expect(intervalText([-5, 5], 'ms')).toBe('[−5 ms, +5 ms]');
    expect(intervalText([null, 0], 'ms')).toBe('[−∞, ±0]');
    expect(intervalText([0.01, null], 'ratio')).toBe('[+1 pp, +∞]');
    expect(intervalText([null, null], 'ms')).toBe('');
    expect(intervalText(null, 'ms')).toBe('');
  });
});

describe('a side', () => {
  it('that has cases and no figure never came', () => {
    expect(sideText(side, 'ms')).toBe('800 ms');
    expect(sideText({ ...side, value: null }, 'ms')).toBe('never');
    expect(sideText({ ...side, value: null, cases: 0 }, 'ms')).toBe('–');
  });

  it('has an interval, of which an end may be never', () => {
    expect(sideIntervalText(side, 'ms')).toBe('[700 ms, 900 ms]');
    expect(sideIntervalText({ ...side, interval: [700, null] }, 'ms')).toBe('[700 ms, never]');
    expect(sideIntervalText({ ...side, interval: [null, 0.5] }, 'ratio')).toBe('[never, 50%]');
    expect(sideIntervalText({ ...side, interval: [null, null] }, 'ms')).toBe('');
    expect(sideIntervalText({ ...side, interval: null }, 'ms')).toBe('');
  });
});

describe('a verdict', () => {
  it.each<[Partial<ComparedRow>, text: string, note: string]>([
    [{}, 'worse', 'worse'],
    [{ tolerance: '5%' }, 'worse, by more than 5%', 'worse, by more than 5%'],
    [{ tolerance: '5%', regression: false }, 'worse, within 5%', 'worse, within 5%'],
    [{ verdict: 'better' }, 'better', 'better'],
    [{ verdict: 'changed' }, 'changed', 'changed'],
    [{ verdict: 'same' }, 'the same', ''],
    [{ verdict: 'untested' }, 'not tested', 'not tested'],
    [{ verdict: 'untested', why: 'too few' }, 'too few', 'too few'],
    [{ verdict: 'not_told' }, 'no difference told', ''],
    [
      { verdict: 'not_told', callsToTell: 1200 },
      'no difference told; one of this size takes some 1,200 calls',
      '1,200 calls would tell',
    ],
  ])('%j is told', (fields, text, note) => {
    expect(verdictText(row(fields))).toBe(text);
    expect(verdictNote(row(fields))).toBe(note);
  });
});

describe('the conclusion', () => {
  const { identity } = madeRun({ seed: 1, calls: 1 });
  const of = (tests: number, ...rows: readonly ComparedRow[]): string => {
    const one = {
      run: identity,
      pairing: { kind: 'paired', pairs: 1, leftOver: [0, 0] },
      warnings: [],
      rows,
    };
    return conclusion({ before: identity, after: [one], tests } as unknown as Comparison);
  };

  it('names what is worse, and how much passes; then what is better and what changed', () => {
    expect(of(1, row())).toBe('WORSE: response_latency.p50 +100 ms (+13%)');
    expect(of(1, row({ caller: 're\u001bfund' }))).toBe(
      String.raw`WORSE: response_latency.p50 of re\u001bfund +100 ms (+13%)`,
    );
    const better = row({ verdict: 'better', regression: false, difference: -100, relative: -0.125 });
    expect(of(4, row({ regression: false }), better, row({ verdict: 'changed', regression: false }))).toBe(
      'worse within tolerance: 1; better: response_latency.p50 −100 ms (−13%); changed: response_latency.p50 +100 ms (+13%)',
    );
    expect(of(6, ...Array.from({ length: 6 }, () => better))).toMatch(/^better: (.* ){3}.*\) and 2 more$/);
    expect(of(4, ...Array.from({ length: 4 }, () => better))).not.toContain('more');
  });

  it('says what there was to find where nothing was', () => {
    expect(of(2, row({ verdict: 'not_told', regression: false }))).toBe('No real difference was found.');
    expect(of(0, row({ verdict: 'same', regression: false }))).toBe('No real difference was found.');
    expect(of(0, row({ verdict: 'untested', regression: false }))).toBe('Nothing could be tested.');
  });
});

it('a run is told in a line, and how its calls were paired in another', () => {
  const { identity } = madeRun({ seed: 1, calls: 1 });
  expect(runText({ ...identity, verdict: 'not_judged', given: 'a\u001b' })).toBe(
    String.raw`a\u001b: simulator (gpt-realtime-2.1), 2026-08-01 12:00:00 UTC, not judged`,
  );
  const told = (pairing: object): string => pairingText({ pairing } as Parameters<typeof pairingText>[0]);
  expect(told({ kind: 'independent', calls: [1, 1200] })).toBe(
    '1 call before and 1,200 after, of two plans: not paired',
  );
  const paired = '1 pair: call i of one run and call i of the other are the same conversation';
  expect(told({ kind: 'paired', pairs: 1, leftOver: [0, 0] })).toBe(paired);
  expect(told({ kind: 'paired', pairs: 1, leftOver: [0, 3] })).toBe(`${paired}; 0 and 3 others left out`);
});

it('what has to be known to read it counts what is real, of whatever kind, and says how it was tested', () => {
  const paired = { kind: 'paired', pairs: 1, leftOver: [0, 0] };
  const rows = (['worse', 'better', 'changed', 'not_told', 'same', 'untested'] as const).map((verdict) =>
    row({ verdict }),
  );
  const notes = (pairing: object): readonly string[] =>
    readingNotes({
      tests: 1200,
      resamples: 2000,
      deals: 10_000,
      after: [
        { pairing: paired, rows },
        { pairing, rows: [] },
      ],
    } as unknown as Comparison);
  expect(notes(paired)).toEqual([
    '1,200 differences tested, 3 real after Holm’s correction for that many: where nothing differs, at most 5 comparisons in 100 ' +
      'say that anything does. The others are shown without a verdict: --metric tests them in place of these.',
    'Real is what stands then, and has an interval without zero. Intervals: 95%, bootstrap of whole calls within their kind of caller, ' +
      '2,000 resamples. Tests: the two of each pair changed places at random, 10,000 times.',
    'An answer that never came ranks last. A difference of rates is in percentage points (pp).',
  ]);
  expect(notes({ kind: 'independent', calls: [1, 1] })[1]).toContain(
    'Tests: calls of both runs dealt to the two at random',
  );
});

describe('a row of a forest plot', () => {
  it('shares the scale of its unit', () => {
    const wide = row({ difference: 100, interval: [-50, 200] });
    const rate = row({ unit: 'ratio', difference: 0.1, interval: [0.05, 0.2] });
    const scale = scaleOf([wide, rate]);
    expect(scale(wide)).toEqual({ at: 0.5, from: -0.25, to: 1 });
    expect(scale(rate)).toEqual({ at: 0.5, from: 0.25, to: 1 });
    expect(scale(row({ difference: -100, interval: null }))).toEqual({ at: -0.5, from: -0.5, to: -0.5 });
    expect(scale(row({ difference: null, interval: null }))).toBeNull();
    // What has no bound goes to the edge; where even the nearer end has none, all of it is there.
    expect(scale(row({ difference: 100, interval: [null, null] }))).toEqual({ at: 0.5, from: -1, to: 1 });
    expect(scale(row({ difference: null, beyond: 'above', interval: [null, null] }))).toEqual({
      at: 1,
      from: 1,
      to: 1,
    });
    expect(scale(row({ difference: null, beyond: 'below', interval: [null, null] }))).toEqual({
      at: -1,
      from: -1,
      to: -1,
    });
    expect(scale(row({ difference: null, interval: [-100, 100] }))).toEqual({
      at: null,
      from: -0.5,
      to: 0.5,
    });
    const none = scaleOf([row({ difference: 0, interval: [0, 0] })]);
    expect(none(row({ difference: 0, interval: [0, 0] }))).toEqual({ at: 0, from: 0, to: 0 });
    expect(none(row({ difference: null, interval: null }))).toBeNull();
  });

  it('is a bar with a dot, around a zero in the middle', () => {
    const one = row({ difference: 100, interval: [-50, 200] });
    const start =
      '<svg role="img" width="220" height="22" viewBox="0 0 220 22"><title>t</title><line class="axis" x1="110.0" x2="110.0" y1="0" y2="22"/>';
    expect(forestRow(one, scaleOf([one]), 't')).toBe(
      `${start}<line class="bar worse" x1="84.0" x2="214.0" y1="11" y2="11"/><circle class="dot worse" cx="162.0" cy="11" r="4.5"/></svg>`,
    );
    const open = row({ verdict: 'not_told', difference: null, interval: [-50, 200] });
    expect(forestRow(open, scaleOf([open]), 't')).toBe(
      `${start}<line class="bar" x1="84.0" x2="214.0" y1="11" y2="11"/></svg>`,
    );
    const nothing = row({ verdict: 'untested', difference: null, interval: null });
    expect(forestRow(nothing, scaleOf([nothing]), 't')).toBe(`${start}</svg>`);
  });
});
