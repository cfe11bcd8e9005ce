import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  figure,
  ms,
  percent,
  plural,
  range,
  seconds,
  signedMs,
  usd,
} from '../../src/report/figure.ts';

describe('figures', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.004, '0 ms'],
    [0.42, '0.42 ms'],
    [0.9949, '0.99 ms'],
    [0.995, '1 ms'],
    [1.26, '1.3 ms'],
    [9.94, '9.9 ms'],
    [9.95, '10 ms'],
    [9.96, '10 ms'],
    [612.4, '612 ms'],
    [999.4, '999 ms'],
    [999.5, '1 s'],
    [999.6, '1 s'],
    [1254, '1.25 s'],
    [9999.4, '10 s'],
    [9999.5, '10 s'],
    [10_060, '10.1 s'],
    [119_999, '120 s'],
    [120_000, '2 min 0 s'],
    [179_600, '3 min 0 s'],
    [-125_400, '-2 min 5 s'],
    [-0.4, '-0.4 ms'],
    [12_340, '12.3 s'],
    [125_400, '2 min 5 s'],
    [-3.2, '-3.2 ms'],
  ])('writes %s ms as %s', (value, text) => {
    expect(ms(value)).toBe(text);
  });

  it.each([
    [0, '0%'],
    [null, '–'],
    [0.0001, '<0.1%'],
    [0.000499, '<0.1%'],
    [0.0005, '0.1%'],
    [0.99949, '99.9%'],
    [0.9995, '>99.9%'],
    [0.99951, '>99.9%'],
    [1.2, '120%'],
    [0.984, '98.4%'],
    [0.9999, '>99.9%'],
    [1, '100%'],
  ])('writes the ratio %s as %s', (value, text) => {
    expect(percent(value)).toBe(text);
  });

  it.each([
    [0, '$0.00'],
    [null, '–'],
    [0.00001, '<$0.0001'],
    [0.0000499, '<$0.0001'],
    [0.00005, '$0.0001'],
    [-0.00001, '-<$0.0001'],
    [-0.77, '-$0.770'],
    [0.0994, '$0.0994'],
    [0.0995, '$0.100'],
    [0.9949, '$0.995'],
    [0.995, '$0.99'],
    [999.99, '$999.99'],
    [-1204.5, '-$1,204.50'],
    [0.0042, '$0.0042'],
    [0.77, '$0.770'],
    [5.9552, '$5.96'],
    [1204.5, '$1,204.50'],
  ])('writes %s USD as %s', (value, text) => {
    expect(usd(value)).toBe(text);
  });

  it('writes a difference with its sign, and none with both', () => {
    expect([0.9, -4.1, 0].map(signedMs)).toEqual(['+0.9 ms', '−4.1 ms', '±0 ms']);
  });

  it('writes of an interval those ends that it has', () => {
    expect(range([250, 1400], ms)).toBe('250 ms to 1.4 s');
    expect(range([0, 0], percent)).toBe('0% to 0%');
    expect(range([250, null], ms)).toBe('at least 250 ms');
    expect(range([null, 250], ms)).toBe('at most 250 ms');
    expect(range([null, null], ms)).toBe('');
    expect(range(null, ms)).toBe('');
  });

  it('writes counts, bytes and units', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect(plural(1, 'call')).toBe('1 call');
    expect(plural(0, 'call')).toBe('0 calls');
    expect([null, 1.25, 1234.56, 999].map(count)).toEqual(['–', '1.3', '1,234.6', '999']);
    expect(plural(2, 'call')).toBe('2 calls');
    expect(bytes(12_800_000)).toBe('12.8 MB');
    expect([999_949, 1e6, 999_949_000, 1e9].map(bytes)).toEqual(['999.9 kB', '1 MB', '999.9 MB', '1 GB']);
    expect(seconds(null)).toBe('–');
    expect(seconds(9.5)).toBe('9.5 s');
    expect(figure(null, 'usd')).toBe('–');
    expect(figure(2.5, 'usd')).toBe('$2.50');
    expect(figure(2.5, 'ms')).toBe('2.5 ms');
    expect(figure(1.5, 's')).toBe('1.5 s');
    expect(figure(0.5, 'ratio')).toBe('50%');
    expect(figure(3, 'count')).toBe('3');
  });
});
