/**
 * Lines with a queue in which everybody waits for as long as it takes (Erlang C): for calls that arrive by chance and whose lengths are
 * exponential about `holdS`. Pure. Where the load is as many erlangs as there are lines, or more, the queue has no end: everybody
 * waits, for ever.
 */

import { expectLines, expectLoad, expectShare, lossShare, mostLoad } from './loss.ts';

/** The share of calls that wait at all. */
export function delayShare(load: number, lines: number): number {
  expectLoad(load);
  expectLines(lines);
  if (load >= lines) return load === 0 ? 0 : 1;
  const loss = lossShare(load, lines);
  return loss / (1 - (load / lines) * (1 - loss));
}

/** The share that waits longer than `waitS`. */
export function delayShareBeyond(load: number, lines: number, holdS: number, waitS: number): number {
  if (load >= lines) return delayShare(load, lines);
  return delayShare(load, lines) * Math.exp((-(lines - load) * waitS) / holdS);
}

/** In seconds, over all calls, those that do not wait among them. */
export function meanDelayS(load: number, lines: number, holdS: number): number {
  if (load >= lines) return load === 0 ? 0 : Infinity;
  return (delayShare(load, lines) * holdS) / (lines - load);
}

/** The fewest lines on which no more than this share waits longer than `waitS`. */
export function linesForDelay(load: number, share: number, holdS: number, waitS: number): number {
  expectLoad(load);
  expectShare(share);
  if (load === 0) return 0;
  let lines = Math.floor(load) + 1;
  while (delayShareBeyond(load, lines, holdS, waitS) > share) lines++;
  return lines;
}

/** The most load on so many lines of which no more than this share waits longer than `waitS`. */
export function loadForDelay(lines: number, share: number, holdS: number, waitS: number): number {
  expectLines(lines);
  expectShare(share);
  return mostLoad((load) => delayShareBeyond(load, lines, holdS, waitS) <= share, lines);
}
