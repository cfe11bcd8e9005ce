import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageDays, ageNote, isPriceDate } from '../../src/pricing/price_age.ts';

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

describe('the age of a price', () => {
  it('is in whole days, of a month from its last', () => {
    expect(ageDays('2026-11-01', noon('2026-11-01'))).toBe(0);
    expect(ageDays('2026-11-01', noon('2026-11-27'))).toBe(26);
    expect(ageDays('2026-02', noon('2026-03-01'))).toBe(1);
    expect(ageDays('2024-02', noon('2024-03-01'))).toBe(1);
    expect(ageDays('2027-01', noon('2026-11-27'))).toBe(0);
  });

  it('is what the calendar says, whatever the days', () => {
    const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2399-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.nat(100_000), (date, later) => {
        const text = date.toISOString().slice(0, 10);
        const at = Date.parse(text) + later * 86_400_000 + 5;
        expect(ageDays(text, at)).toBe(later);
      }),
    );
  });

  it('is of dates that there are', () => {
    for (const text of ['2026-11', '2026-11-30', '2024-02-29', '2000-02-29'])
      expect(isPriceDate(text)).toBe(true);
    for (const text of [
      '2026',
      '2026-13',
      '2026-11-31',
      '2026-02-29',
      '1900-02-29',
      '11/2026',
      '2026-1-1',
      '',
    ])
      expect([isPriceDate(text), ageDays(text, 0)]).toEqual([false, null]);
  });
});

describe('what is said of old prices', () => {
  it('is which, and what to do; nothing of younger ones, or of those without a date', () => {
    const at = noon('2026-11-27');
    const young = { name: 'gpt-realtime', date: '2026-06' };
    expect(ageNote([young, { name: 'own', date: null }], at)).toBeNull();
    const note = ageNote([young, { name: 'old-model', date: '2026-05-30' }], at);
    expect(note).toContain('old-model (of 2026-05-30, 181 days)');
    expect(note).not.toContain('gpt-realtime');
    expect(ageNote([{ name: 'm', date: '2026-05-31' }], at)).toBeNull();
  });
});
