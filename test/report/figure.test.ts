import { describe, expect, it } from 'vitest';
import { bytes, count, figure, ms, percent, plural, usd } from '../../src/report/figure.ts';

describe('figures', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.004, '0 ms'],
    [0.42, '0.42 ms'],
    [9.94, '9.9 ms'],
    [9.96, '10 ms'],
    [612.4, '612 ms'],
    [999.6, '1 s'],
    [1254, '1.25 s'],
    [12_340, '12.3 s'],
    [125_400, '2 min 5 s'],
    [-3.2, '-3.2 ms'],
  ])('writes %s ms as %s', (value, text) => {
    expect(ms(value)).toBe(text);
  });

  it.each([
    [0, '0%'],
    [0.0001, '<0.1%'],
    [0.984, '98.4%'],
    [0.9999, '>99.9%'],
    [1, '100%'],
  ])('writes the ratio %s as %s', (value, text) => {
    expect(percent(value)).toBe(text);
  });

  it.each([
    [0, '$0.00'],
    [0.00001, '<$0.0001'],
    [0.0042, '$0.0042'],
    [0.77, '$0.770'],
    [5.9552, '$5.96'],
    [1204.5, '$1,204.50'],
  ])('writes %s USD as %s', (value, text) => {
    expect(usd(value)).toBe(text);
  });

  it('writes counts, bytes and units', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect(plural(1, 'call')).toBe('1 call');
    expect(plural(0, 'call')).toBe('0 calls');
    expect(bytes(12_800_000)).toBe('12.8 MB');
    expect(figure(1.5, 's')).toBe('1.5 s');
    expect(figure(0.5, 'ratio')).toBe('50%');
    expect(figure(3, 'count')).toBe('3');
  });
});
