/** Months against what a calendar of those years says. */

import { describe, expect, it } from 'vitest';
import {
  dateOf,
  daysSinceEpoch,
  monthAfter,
  monthsFrom,
  readMonth,
} from '../../../src/forecast/projection/calendar.ts';

describe('months', () => {
  it('have their days and weekdays', () => {
    for (const start of ['1970-01', '1999-12', '2024-02', '2027-01', '2100-02']) {
      const [month] = monthsFrom(start, 1);
      const [year = 0, number = 0] = start.split('-').map(Number);
      const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
      const weekdays = [0, 0, 0, 0, 0, 0, 0];
      for (let day = 1; day <= days; day++) {
        const at = (new Date(Date.UTC(year, number - 1, day)).getUTCDay() + 6) % 7;
        weekdays[at] = (weekdays[at] ?? 0) + 1;
      }
      expect(month).toEqual({ name: start, days, weekdays });
    }
  });

  it('go over the end of the year', () => {
    expect(monthsFrom('2027-11', 4).map(({ name }) => name)).toEqual([
      '2027-11',
      '2027-12',
      '2028-01',
      '2028-02',
    ]);
    expect(monthAfter(Date.UTC(2026, 11, 31, 23, 59))).toBe('2027-01');
    expect(monthAfter(Date.UTC(2026, 10, 1))).toBe('2026-12');
  });

  it('are read, and nothing else is', () => {
    expect(readMonth('2027-01')).toEqual({ year: 2027, month: 1 });
    for (const wrong of ['2027-13', '2027-00', '27-01', '2027-1', '2027-01-01', ''])
      expect(readMonth(wrong)).toBeNull();
  });

  it('days go there and back', () => {
    for (let days = -800_000; days < 800_000; days += 7919) {
      const { year, month, day } = dateOf(days);
      expect(daysSinceEpoch(year, month, day)).toBe(days);
    }
  });
});
