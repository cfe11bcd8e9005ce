/** How many will call: what somebody gave, and what of it is not known for sure. Pure. */

import { monthsFrom, type CalendarMonth } from './calendar.ts';

/** Anywhere between the two, as likely here as there. One figure: both are the same. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

export interface Demand {
  /** In the first month. */
  readonly callsPerDay: Span;
  /** 0.05: each month has 5% more calls a day than the one before. */
  readonly growthPerMonth: Span;
  readonly start: string;
  readonly months: number;
  /** By how much a day's demand strays from what is expected of it, over what chance does: 0.1 is a tenth. */
  readonly spread: number;
  /** Monday first; they average 1. */
  readonly week: readonly number[];
  /** Hour of the week, Monday 0:00 first; they average 1. Null: nobody said when in the day people call. */
  readonly hours: readonly number[] | null;
}

export const EVEN_WEEK: readonly number[] = [1, 1, 1, 1, 1, 1, 1];

export function middleOf({ low, high }: Span): number {
  return (low + high) / 2;
}

export function isOpen({ low, high }: Span): boolean {
  return high > low;
}

export interface ExpectedMonth {
  readonly month: CalendarMonth;
  /** Calls if a day has one call as a rule, before growth. */
  readonly weight: number;
  /** Sum of its days’ squared weights: how much the days’ own straying adds up to. */
  readonly squared: number;
}

export function expectedMonths({ start, months, week }: Demand): readonly ExpectedMonth[] {
  return monthsFrom(start, months).map((month) => {
    let [weight, squared] = [0, 0];
    for (const [weekday, times] of month.weekdays.entries()) {
      const factor = week[weekday] ?? 1;
      weight += times * factor;
      squared += times * factor * factor;
    }
    return { month, weight, squared };
  });
}

/** Numbers over their mean. Null: there is nothing to scale by. */
export function averagingOne(numbers: readonly number[]): readonly number[] | null {
  const mean = numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
  return mean > 0 ? numbers.map((each) => each / mean) : null;
}
