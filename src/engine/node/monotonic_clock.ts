/**
 * Time of a run: ms since its start, on the machine's monotonic clock, the same in every thread and process of the
 * machine. `performance.now()` is cheap but starts at zero in each thread; `hrtime` is common to all.
 */

export type Clock = () => number;

/** The machine's monotonic clock in ms. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** A cheap clock that reads 0 at this instant of the monotonic clock. */
export function clockFrom(startedAtMonotonicMs: number): Clock {
  // The smaller the gap between the two readings, the better they agree: take the best of a few.
  let offset = 0;
  let smallest = Infinity;
  for (let i = 0; i < 16; i++) {
    const before = performance.now();
    const monotonic = monotonicMs();
    const gap = performance.now() - before;
    if (gap < smallest) {
      smallest = gap;
      offset = monotonic - (before + gap / 2);
    }
  }
  const shift = offset - startedAtMonotonicMs;
  return () => performance.now() + shift;
}
