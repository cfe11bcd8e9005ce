/** What of the run is in sight, in seconds: moved and zoomed within the whole of it. Pure. */

export interface Sight {
  readonly from: number;
  readonly until: number;
}

/** By so much of itself, as far as there is something to see. */
export function moved({ from, until }: Sight, share: number, all: Sight): Sight {
  const length = until - from;
  const start = Math.min(Math.max(all.from, from + length * share), Math.max(all.from, all.until - length));
  return { from: start, until: start + length };
}

/** About its middle, to so much of its length: no more than there is, no less than a tenth of a second. */
export function zoomed({ from, until }: Sight, scale: number, all: Sight): Sight {
  const length = Math.min(Math.max((until - from) * scale, 0.1), all.until - all.from);
  const middle = (from + until) / 2;
  return moved({ from: middle - length / 2, until: middle + length / 2 }, 0, all);
}
