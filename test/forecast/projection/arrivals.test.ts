/** Arrivals from a CSV, and the shape they teach. */

import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import { arrivalShape } from '../../../src/forecast/projection/arrival_shape.ts';
import { readArrivals } from '../../../src/forecast/projection/arrivals_file.ts';
import { poisson } from '../../../src/forecast/projection/demand_draws.ts';

const utc = (): number => 0;
const MONDAY = '2027-01-04';
/** Hours from the first Monday of 1970 to that one. */
const MONDAY_HOUR = (Date.UTC(2027, 0, 4) - Date.UTC(1970, 0, 5)) / 3_600_000;

describe('a CSV of arrivals', () => {
  it.each([
    ['a column of instants', `${MONDAY}T09:12:00Z\n${MONDAY}T09:59:59Z\n`],
    ['with a name', `timestamp\n${MONDAY}T09:12:00Z\n${MONDAY}T09:59:59Z`],
    ['among others', `caller;started_at\n"a;b";${MONDAY} 09:12:00\nc;${MONDAY} 09:30`],
    ['in seconds', `${Date.UTC(2027, 0, 4, 9, 12) / 1000}\n${Date.UTC(2027, 0, 4, 9, 13) / 1000}`],
    ['in milliseconds', `time\r\n${Date.UTC(2027, 0, 4, 9, 12)}\r\n${Date.UTC(2027, 0, 4, 9, 13)}\r\n`],
    ['with a zone', `${MONDAY}T11:12:00+02:00\n${MONDAY}T04:12:00-0500`],
    ['hours and counts', `hour,count\n${MONDAY}T09:00Z,2`],
    ['hours and counts without names', `${MONDAY}T09,2`],
  ])('%s', (_, text) => {
    const hours = readArrivals(text, 'calls.csv', utc);
    expect(hours.every(({ hour }) => hour === MONDAY_HOUR + 9)).toBe(true);
    expect(hours.reduce((sum, { calls }) => sum + calls, 0)).toBe(2);
  });

  it('is read on the clock that was asked for', () => {
    const [first] = readArrivals(`${MONDAY}T09:12:00Z`, 'calls.csv', () => 60);
    expect(first?.hour).toBe(MONDAY_HOUR + 10);
    // Without a zone it is that clock’s already.
    const [wall] = readArrivals(`${MONDAY}T09:12:00`, 'calls.csv', () => 60);
    expect(wall?.hour).toBe(MONDAY_HOUR + 9);
  });

  it.each([
    ['', 1, 'empty file'],
    [`timestamp\n${MONDAY}T09:12Z\nsoon\n`, 3, 'found "soon"'],
    [`hour,count\n${MONDAY}T09,many`, 2, 'number of calls'],
    [`hour,count\n${MONDAY}T09,-1`, 2, 'number of calls'],
    [`hour,count\n${MONDAY}T09,0`, 1, 'at least one arrival'],
    [`${MONDAY}T09:12Z\n1027-01-04T09:12Z`, 1, 'at most 10 years'],
    ['2027-13-04T09:12Z\n2027-13-05T09:12Z', 2, 'an instant such as'],
  ])('what is wrong has file and line: %j', (text, line, words) => {
    let error: unknown;
    try {
      readArrivals(text, 'calls.csv', utc);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ place: { file: 'calls.csv', line } });
    expect(String(error)).toContain(words);
  });
});

describe('the shape of arrivals', () => {
  /** Busy at nine, quiet at weekends, eight weeks of it. */
  const due = (hour: number): number => {
    const [weekday, ofDay] = [Math.floor(hour / 24) % 7, hour % 24];
    return (weekday < 5 ? 1 : 0.25) * (ofDay >= 8 && ofDay < 18 ? (ofDay === 9 ? 40 : 10) : 1);
  };
  const random = new Random('arrivals');
  const weeks = (count: number, spread = 0): { hour: number; calls: number }[] => {
    let day = 1;
    return Array.from({ length: count * 168 }, (_, hour) => {
      if (hour % 24 === 0) day = Math.max(0, 1 + spread * random.normal());
      return { hour, calls: poisson(random, due(hour) * day) };
    });
  };

  it('is found again', () => {
    const shape = arrivalShape(weeks(8));
    const total = Array.from({ length: 168 }, (_, hour) => due(hour)).reduce((a, b) => a + b, 0);
    expect(shape.days).toBe(56);
    expect(shape.callsPerDay / (total / 7)).toBeCloseTo(1, 1);
    expect((shape.week[6] ?? 0) / (shape.week[0] ?? 1)).toBeCloseTo(0.25, 1);
    expect((shape.hours[9] ?? 0) / (168 * (40 / total))).toBeCloseTo(1, 1);
    expect(shape.hours.reduce((a, b) => a + b, 0) / 168).toBeCloseTo(1, 9);
    expect(shape.spread).toBeLessThan(0.08);
  });

  it('is surer of few weeks than the hours alone are', () => {
    const truth = Array.from({ length: 168 }, (_, hour) => due(hour));
    const mean = truth.reduce((a, b) => a + b, 0) / 168;
    const counts = weeks(2);
    const { hours } = arrivalShape(counts);
    const miss = (of: (hour: number) => number): number =>
      truth.reduce((sum, rate, hour) => sum + (of(hour) - rate) ** 2, 0);
    const raw = (hour: number): number => ((counts[hour]?.calls ?? 0) + (counts[hour + 168]?.calls ?? 0)) / 2;
    expect(miss((hour) => (hours[hour] ?? 0) * mean)).toBeLessThan(0.7 * miss(raw));
  });

  it('says how much days stray', () => {
    expect(arrivalShape(weeks(20, 0.3)).spread).toBeCloseTo(0.3, 1);
  });

  it('takes a weekday that it never saw for an average one', () => {
    const shape = arrivalShape([
      { hour: 9, calls: 5 },
      { hour: 33, calls: 5 },
    ]);
    expect(shape.week).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(shape.spread).toBe(0);
  });
});
