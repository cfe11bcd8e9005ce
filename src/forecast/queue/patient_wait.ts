/**
 * How soon calls are answered on lines with a queue that people leave (Erlang A): the share of all calls that is answered within a time.
 * Those that give up before are not answered, be it after the time or within it. Pure.
 *
 * S. Zeltyn and A. Mandelbaum, Call centers with impatient customers, 2005: the density of the wait that a caller without end to his
 * patience would have.
 */

import { abandonment } from './abandonment.ts';
import { expectShare } from './loss.ts';

const STEPS = 2000;
/** What is so many powers of e less likely than the likeliest wait is left out. */
const NEGLIGIBLE = 40;

/** Of all calls: answered at once, or within `waitS`. RangeError: as `abandonment`. */
export function answeredWithin(
  load: number,
  lines: number,
  holdS: number,
  patienceS: number,
  waitS: number,
): number {
  const { waits } = abandonment(load, lines, holdS, patienceS);
  if (load === 0) return 1;
  if (lines === 0) return 0;
  const [arrivals, served, giveUp] = [load / holdS, lines / holdS, 1 / patienceS];
  const logDensity = (s: number): number => (arrivals * -Math.expm1(-giveUp * s)) / giveUp - served * s;
  // More calls than are served wait until so many have given up that the rest are served.
  const likeliest = Math.max(0, Math.log(arrivals / served) / giveUp);
  const top = logDensity(likeliest);
  const density = (s: number): number => Math.exp(logDensity(s) - top);
  const left = (s: number): boolean => logDensity(s) < top - NEGLIGIBLE;
  const to = edgeOf(left, likeliest, likeliest + 1e6 * (holdS + patienceS));
  const from = left(0) ? edgeOf(left, likeliest, 0) : 0;
  const all = simpson(density, from, to);
  const answered = simpson((s) => density(s) * Math.exp(-giveUp * s), from, Math.min(to, waitS));
  return Math.min(1, 1 - waits + (waits * answered) / all);
}

/** Where it is first left, between `inside` and `outside`. */
function edgeOf(left: (s: number) => boolean, inside: number, outside: number): number {
  let [near, far] = [inside, outside];
  for (let step = 0; step < 60; step++) {
    const middle = (near + far) / 2;
    if (left(middle)) far = middle;
    else near = middle;
  }
  return far;
}

function simpson(of: (s: number) => number, from: number, to: number): number {
  if (to <= from) return 0;
  const step = (to - from) / STEPS;
  let total = of(from) + of(to);
  for (let k = 1; k < STEPS; k++) total += of(from + k * step) * (k % 2 === 1 ? 4 : 2);
  return (total * step) / 3;
}

/** The fewest lines on which at least this share is answered within `waitS`. */
export function linesForAnswered(
  load: number,
  share: number,
  holdS: number,
  patienceS: number,
  waitS: number,
): number {
  expectShare(share);
  return fewest(load, (lines) => answeredWithin(load, lines, holdS, patienceS, waitS) >= share);
}

/** The fewest lines on which no more than this share gives up. */
export function linesForAbandonment(load: number, share: number, holdS: number, patienceS: number): number {
  expectShare(share);
  return fewest(load, (lines) => abandonment(load, lines, holdS, patienceS).abandons <= share);
}

/** More lines are never worse. */
export function fewest(load: number, enough: (lines: number) => boolean): number {
  if (load === 0) return 0;
  let [below, above] = [0, Math.max(1, Math.ceil(load))];
  while (!enough(above)) [below, above] = [above, above * 2];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (enough(middle)) above = middle;
    else below = middle;
  }
  return above;
}
