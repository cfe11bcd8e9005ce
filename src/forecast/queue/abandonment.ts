/**
 * Lines with a queue that people leave (Erlang A, after Palm): as Erlang C, but whoever waits gives up after a patience that is
 * exponential about `patienceS`. There is no load that it cannot bear: what is too much hangs up. Pure.
 */

import { expectLines, expectLoad, lossShare } from './loss.ts';

export interface Abandonment {
  /** Shares of all calls: that wait at all, and that give up. */
  readonly waits: number;
  readonly abandons: number;
  /** Over all calls, those that do not wait and those that give up among them. */
  readonly meanWaitS: number;
  readonly meanQueue: number;
}

/** Terms of the queue beyond which what is left of it is less than this share of what was added up. */
const NEGLIGIBLE = 1e-15;
/** Far more load than lines has a long queue, whose terms leave the range of numbers unless all are made smaller together. */
const LARGE = 1e200;

/** RangeError: a hold or a patience that is not above zero, or no lines. */
export function abandonment(load: number, lines: number, holdS: number, patienceS: number): Abandonment {
  expectLoad(load);
  expectLines(lines);
  if (!(holdS > 0 && patienceS > 0)) throw new RangeError('expected a hold and a patience above 0 s');
  if (load === 0) return { waits: 0, abandons: 0, meanWaitS: 0, meanQueue: 0 };
  // All relative to the probability that every line is taken and nobody waits.
  let free = lines === 0 ? 0 : 1 / lossShare(load, lines) - 1;
  const giveUp = holdS / patienceS;
  let term = 1;
  let [waiting, queue] = [1, 0];
  for (let k = 1; ; k++) {
    term *= load / (lines + k * giveUp);
    waiting += term;
    queue += k * term;
    if (queue > LARGE) {
      [free, term, waiting, queue] = [free / LARGE, term / LARGE, waiting / LARGE, queue / LARGE];
    }
    if (load < lines + k * giveUp && k * term < NEGLIGIBLE * queue) break;
  }
  const total = free + waiting;
  const meanQueue = queue / total;
  return {
    waits: waiting / total,
    // Little: those who wait give up at one a patience.
    abandons: (meanQueue * giveUp) / load,
    meanWaitS: (meanQueue * holdS) / load,
    meanQueue,
  };
}
