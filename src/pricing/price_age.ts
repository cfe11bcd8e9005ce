/**
 * How old a price is. A month without a day counts from its last day: what is called old is at least so old. Pure: a date is taken
 * apart by its own digits.
 */

/** Beyond this many days a report says that its prices may have changed. */
export const OLD_DAYS = 180;

const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?$/;

/** Whether it is year-month or year-month-day, and a day that there is. */
export function isPriceDate(text: string): boolean {
  const found = DATE.exec(text);
  if (found === null) return false;
  const [, year, month, day] = found;
  return day === undefined || Number(day) <= daysIn(Number(year), Number(month));
}

/** Whole days from it to that instant; null: it is no date. Of a date to come: 0. */
export function ageDays(date: string, atMs: number): number | null {
  const found = DATE.exec(date);
  if (found === null || !isPriceDate(date)) return null;
  const year = Number(found[1]);
  const month = Number(found[2]);
  const day = found[3] === undefined ? daysIn(year, month) : Number(found[3]);
  return Math.max(0, Math.floor(atMs / DAY_MS) - dayNumber(year, month, day));
}

/** What a reader of these prices must know of their age, or null. */
export function ageNote(
  prices: readonly { readonly name: string; readonly date: string | null }[],
  atMs: number,
): string | null {
  const old = prices.flatMap(({ name, date }) => {
    const days = date === null ? null : ageDays(date, atMs);
    return date !== null && days !== null && days > OLD_DAYS ? [`${name} (of ${date}, ${days} days)`] : [];
  });
  if (old.length === 0) return null;
  return `Prices older than ${OLD_DAYS} days when the run was made: ${old.join(', ')}. They may have changed: price the run anew with callstorm report --prices <file>.`;
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970-01-01, by the Gregorian calendar (years counted from March, so that a leap day is a year's last). */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
