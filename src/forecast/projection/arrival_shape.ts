/**
 * When people call, learned from arrivals: an hour-of-week profile, calls a day, and how much days stray. Pure. Hours seen a few times
 * are drawn towards what their weekday and their hour of the day say together, the more the fewer were seen (empirical Bayes, gamma and
 * Poisson), so that three weeks of arrivals do not make a profile of accidents.
 */

/** Calls in one hour; hours are counted from a Monday, 0:00, local. */
export interface HourCount {
  readonly hour: number;
  readonly calls: number;
}

export interface ArrivalShape {
  readonly callsPerDay: number;
  /** Monday first; averages 1. */
  readonly week: readonly number[];
  /** Averages 1. */
  readonly hours: readonly number[];
  /** By how much days stray over what chance does; 0: no more than that. */
  readonly spread: number;
  readonly days: number;
  readonly calls: number;
  /** How far the hours were drawn to what their weekday and hour of the day say: 0 not at all, 1 whole. */
  readonly shrunk: number;
}

const HOURS = 168;

/** At least one call. */
export function arrivalShape(counts: readonly HourCount[]): ArrivalShape {
  const byHour = new Map<number, number>();
  for (const { hour, calls } of counts) byHour.set(hour, (byHour.get(hour) ?? 0) + calls);
  const seen = [...byHour.keys()];
  // Whole days: the first may begin in its middle, and nobody knows whether anybody could call before.
  const first = Math.floor(seen.reduce((a, b) => Math.min(a, b), Infinity) / 24) * 24;
  const end = (Math.floor(seen.reduce((a, b) => Math.max(a, b), -Infinity) / 24) + 1) * 24;
  const found = new Float64Array(HOURS);
  const times = new Float64Array(HOURS);
  const daily: { weekday: number; calls: number }[] = [];
  let total = 0;
  for (let hour = first; hour < end; hour++) {
    const at = ((hour % HOURS) + HOURS) % HOURS;
    const calls = byHour.get(hour) ?? 0;
    found[at] = (found[at] as number) + calls;
    times[at] = (times[at] as number) + 1;
    total += calls;
    if (hour % 24 === 0) daily.push({ weekday: Math.floor(at / 24), calls: 0 });
    const day = daily.at(-1) as { weekday: number; calls: number };
    day.calls += calls;
  }
  const days = (end - first) / 24;
  const week = weekOf(daily, total / days);
  const prior = priorOf(found, times, week, total, days);
  const { hours, shrunk } = shrink(found, times, prior);
  return {
    callsPerDay: total / days,
    week,
    hours,
    spread: spreadOf(daily, week),
    days,
    calls: total,
    shrunk,
  };
}

type Day = { readonly weekday: number; readonly calls: number };

/** A weekday that was never seen is like the average one. */
function weekOf(daily: readonly Day[], perDay: number): readonly number[] {
  const factors = Array.from({ length: 7 }, (_, weekday) => {
    const own = daily.filter((day) => day.weekday === weekday);
    return own.length === 0 ? 1 : own.reduce((sum, { calls }) => sum + calls, 0) / own.length / perDay;
  });
  const mean = factors.reduce((sum, each) => sum + each, 0) / 7;
  return factors.map((each) => each / mean);
}

/** Calls an hour, by weekday and by hour of the day alone. */
function priorOf(
  found: Float64Array,
  times: Float64Array,
  week: readonly number[],
  total: number,
  days: number,
): Float64Array {
  const share = new Float64Array(24);
  const expected = new Float64Array(24);
  for (let at = 0; at < HOURS; at++) {
    const hour = at % 24;
    share[hour] = (share[hour] as number) + (found[at] as number);
    expected[hour] = (expected[hour] as number) + (times[at] as number) * (week[Math.floor(at / 24)] ?? 1);
  }
  const perHour = total / days / 24;
  return Float64Array.from({ length: HOURS }, (_, at) => {
    const hour = at % 24;
    const seen = expected[hour] as number;
    const rate = seen > 0 ? (share[hour] as number) / seen : perHour;
    return rate * (week[Math.floor(at / 24)] ?? 1);
  });
}

function shrink(
  found: Float64Array,
  times: Float64Array,
  prior: Float64Array,
): { readonly hours: readonly number[]; readonly shrunk: number } {
  // How much hours differ from the prior beyond what chance makes them differ, by moments.
  let [over, squared] = [0, 0];
  for (let at = 0; at < HOURS; at++) {
    const due = (prior[at] as number) * (times[at] as number);
    over += ((found[at] as number) - due) ** 2 - due;
    squared += due * due;
  }
  const variance = squared > 0 ? Math.max(0, over / squared) : 0;
  let kept = 0;
  const rates = Array.from({ length: HOURS }, (_, at) => {
    const due = (prior[at] as number) * (times[at] as number);
    const weight = (variance * due) / (1 + variance * due);
    kept += weight;
    const own = (times[at] as number) > 0 ? (found[at] as number) / (times[at] as number) : 0;
    return weight * own + (1 - weight) * (prior[at] as number);
  });
  const mean = rates.reduce((sum, each) => sum + each, 0) / HOURS;
  return { hours: rates.map((each) => (mean > 0 ? each / mean : 1)), shrunk: 1 - kept / HOURS };
}

/** Of a day about its weekday, over what Poisson’s chance makes of it. Each weekday’s own mean takes one degree of freedom. */
function spreadOf(daily: readonly Day[], week: readonly number[]): number {
  const seen = new Set(daily.map(({ weekday }) => weekday)).size;
  const degrees = daily.length - seen;
  if (degrees < 7) return 0;
  const perDay = daily.reduce((sum, { calls }) => sum + calls, 0) / daily.length;
  let [over, squared] = [0, 0];
  for (const { weekday, calls } of daily) {
    const due = perDay * (week[weekday] ?? 1);
    over += ((calls - due) ** 2 * daily.length) / degrees - due;
    squared += due * due;
  }
  return squared > 0 ? Math.sqrt(Math.max(0, over / squared)) : 0;
}
