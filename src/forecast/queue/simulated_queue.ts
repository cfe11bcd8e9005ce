/**
 * A queue in virtual time whose calls are as long as those that were measured, where the formulas take their lengths for exponential: calls
 * arrive by chance, are answered in their order, and give up when their patience (exponential) is over. Seeded, with its own error. Pure.
 */

import { Random } from '../../core/word/random.ts';

export interface QueuePlan {
  readonly callsPerHour: number;
  readonly lines: number;
  /** Drawn from, one for each call; at least one, all above zero. */
  readonly lengthsS: readonly number[];
  /** Null: everybody waits for as long as it takes. */
  readonly patienceS: number | null;
  readonly waitS: number;
  readonly calls: number;
  readonly seed: number;
}

export interface SimulatedShare {
  readonly value: number;
  /** 95 %, of batches. */
  readonly low: number;
  readonly high: number;
}

export interface SimulatedQueue {
  readonly calls: number;
  /** Of all calls: that wait at all, are answered within the time, give up. */
  readonly waits: SimulatedShare;
  readonly answeredWithin: SimulatedShare;
  readonly abandons: SimulatedShare;
  readonly meanWaitS: number;
}

const BATCHES = 20;
/** Of Student’s t with 19 degrees of freedom. */
const REACH = 2.093;
/** Of all, left out at the start: the queue begins empty. */
const WARM_UP = 0.1;

/** The queue has no end, and no figure, where the load is more than the lines and nobody gives up. */
export function simulatedQueue(plan: QueuePlan): SimulatedQueue {
  const { callsPerHour, lines, lengthsS, patienceS, waitS, calls, seed } = plan;
  const random = new Random('queue', seed);
  const free = new Float64Array(lines);
  const counts = {
    waits: new Float64Array(BATCHES),
    within: new Float64Array(BATCHES),
    lost: new Float64Array(BATCHES),
  };
  const warmUp = Math.floor(calls * WARM_UP);
  const counted = calls - warmUp;
  const sizes = new Float64Array(BATCHES);
  let [nowS, waitedS] = [0, 0];
  for (let call = 0; call < calls; call++) {
    nowS += random.exponential(3600 / callsPerHour);
    const needsS = Math.max(0, (free[0] as number) - nowS);
    const bearsS = patienceS === null ? Infinity : random.exponential(patienceS);
    const lengthS = random.pick(lengthsS);
    if (needsS <= bearsS) sink(free, nowS + needsS + lengthS);
    if (call < warmUp) continue;
    const batch = Math.floor(((call - warmUp) * BATCHES) / counted);
    sizes[batch] = (sizes[batch] as number) + 1;
    waitedS += Math.min(needsS, bearsS);
    if (needsS > 0) add(counts.waits, batch);
    if (needsS > bearsS) add(counts.lost, batch);
    else if (needsS <= waitS) add(counts.within, batch);
  }
  return {
    calls: counted,
    waits: shareOf(counts.waits, sizes),
    answeredWithin: shareOf(counts.within, sizes),
    abandons: shareOf(counts.lost, sizes),
    meanWaitS: waitedS / counted,
  };
}

function add(counts: Float64Array, batch: number): void {
  counts[batch] = (counts[batch] as number) + 1;
}

/** The line that is free first is taken until `untilS`: the root of a heap goes down to its place. */
function sink(free: Float64Array, untilS: number): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= free.length) break;
    const right = left + 1;
    const least = right < free.length && (free[right] as number) < (free[left] as number) ? right : left;
    if ((free[least] as number) >= untilS) break;
    free[at] = free[least] as number;
    at = least;
  }
  free[at] = untilS;
}

function shareOf(counts: Float64Array, sizes: Float64Array): SimulatedShare {
  const shares = counts.map((count, batch) => count / Math.max(1, sizes[batch] as number));
  const value = shares.reduce((sum, share) => sum + share, 0) / BATCHES;
  const variance = shares.reduce((sum, share) => sum + (share - value) ** 2, 0) / (BATCHES - 1);
  const reach = REACH * Math.sqrt(variance / BATCHES);
  return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach) };
}
