/**
 * Lines without a queue (Erlang B): a call that finds none free is lost. `load` is offered traffic in erlangs: calls a second times
 * seconds a call, those that are turned away among them. Holds for calls that arrive by chance, one by one, whatever their lengths;
 * those who are turned away do not try again. Pure.
 *
 * A. K. Erlang, 1917; by the recursion over lines, whose terms never overflow.
 */

/** The share of calls that are turned away. RangeError: a load below zero, or lines that are not a whole number. */
export function lossShare(load: number, lines: number): number {
  expectLoad(load);
  expectLines(lines);
  if (load === 0) return lines === 0 ? 1 : 0;
  let inverse = 1;
  for (let line = 1; line <= lines; line++) inverse = 1 + (line / load) * inverse;
  return 1 / inverse;
}

/** The fewest lines on which no more than this share is turned away. */
export function linesForLoss(load: number, share: number): number {
  expectLoad(load);
  expectShare(share);
  if (load === 0) return 0;
  let inverse = 1;
  let lines = 0;
  while (1 / inverse > share) {
    lines++;
    inverse = 1 + (lines / load) * inverse;
  }
  return lines;
}

/** The most load on so many lines of which no more than this share is turned away, to a part in 10¹². */
export function loadForLoss(lines: number, share: number): number {
  expectLines(lines);
  expectShare(share);
  return mostLoad((load) => lossShare(load, lines) <= share, lines / (1 - share));
}

/** By bisection: `holds` up to the load that is looked for, which is below `bound`. */
export function mostLoad(holds: (load: number) => boolean, bound: number): number {
  let [below, above] = [0, bound];
  while (above - below > 1e-12 * Math.max(1, above)) {
    const middle = (below + above) / 2;
    if (middle === below || middle === above) break;
    if (holds(middle)) below = middle;
    else above = middle;
  }
  return below;
}

export function expectLoad(load: number): void {
  if (!(load >= 0 && load < Infinity))
    throw new RangeError(`expected a load of at least 0 erlangs, found ${load}`);
}

export function expectLines(lines: number): void {
  if (!Number.isSafeInteger(lines) || lines < 0)
    throw new RangeError(`expected a whole number of lines, found ${lines}`);
}

export function expectShare(share: number): void {
  if (!(share > 0 && share < 1)) throw new RangeError(`expected a share between 0 and 1, found ${share}`);
}
