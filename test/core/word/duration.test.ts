import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs, durationText } from '../../../src/core/word/duration.ts';

describe('durationMs', () => {
  it.each([
    ['800ms', 800],
    ['8s', 8000],
    ['1m30s', 90_000],
    ['1.5s', 1500],
    ['2h', 7_200_000],
    ['1h2m3s4ms', 3_723_004],
    ['10.25ms', 10.25],
    ['0.0004ms', 0],
    ['12m', 720_000],
    [250, 250],
    [0, 0],
  ])('reads %s', (value, ms) => {
    expect(durationMs(value)).toBe(ms);
  });

  it.each([
    '',
    '5',
    's',
    '30s1m',
    '1s1s',
    '1ms1m',
    ' 5s',
    '5s ',
    '1.s',
    '.5s',
    '-5s',
    '5S',
    -1,
    NaN,
    Infinity,
    null,
  ])('refuses %s', (value) => {
    expect(durationMs(value)).toBeUndefined();
  });
});

describe('durationText', () => {
  it.each([
    [0, '0ms'],
    [999.4, '999ms'],
    [1000, '1s'],
    [1250, '1.3s'],
    [59_900, '59.9s'],
    [60_000, '1m'],
    [65_000, '1m5s'],
    [3_599_000, '59m59s'],
    [3_600_000, '1h'],
    [3_661_000, '1h1m1s'],
    [7_201_000, '2h1s'],
  ])('tells %i ms', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it('is read back as it was told, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 1e6 }), (seconds) => {
        expect(durationMs(durationText(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
