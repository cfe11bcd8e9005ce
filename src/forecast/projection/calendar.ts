/** Months as a calendar has them: how many days, and which weekdays. Pure; Gregorian. */

export interface CalendarMonth {
  /** `2027-01`. */
  readonly name: string;
  readonly days: number;
  /** How often each weekday is in it, Monday first. */
  readonly weekdays: readonly number[];
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** Null: it is no month. */
export function readMonth(text: string): { readonly year: number; readonly month: number } | null {
  const found = MONTH.exec(text);
  return found === null ? null : { year: Number(found[1]), month: Number(found[2]) };
}

export function monthsFrom(start: string, count: number): CalendarMonth[] {
  const first = readMonth(start);
  if (first === null) throw new RangeError(`expected a month such as 2027-01, found "${start}"`);
  return Array.from({ length: count }, (_, at) => {
    const since = first.year * 12 + first.month - 1 + at;
    const [year, month] = [Math.floor(since / 12), since % 12];
    const days = (LENGTHS[month] ?? 0) + (month === 1 && isLeap(year) ? 1 : 0);
    const weekday = (daysSinceEpoch(year, month + 1, 1) + 3) % 7;
    const weekdays = [0, 0, 0, 0, 0, 0, 0];
    for (let day = 0; day < days; day++) {
      const at = (weekday + day) % 7;
      weekdays[at] = (weekdays[at] ?? 0) + 1;
    }
    return { name: `${year}-${String(month + 1).padStart(2, '0')}`, days, weekdays };
  });
}

/** The month after the one that this instant (ms since 1970, UTC) is in. */
export function monthAfter(epochMs: number): string {
  const { year, month } = dateOf(Math.floor(epochMs / 86_400_000));
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** 1970-01-01, a Thursday, is day 0 (Howard Hinnant’s algorithms for dates). */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

export function dateOf(days: number): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * ofYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
