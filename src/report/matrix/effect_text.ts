/** How effects are told to people, in every view the same: figures with units, a sign, an interval, and the words around them. Pure. */

import { count, figure, plural } from '../figure.ts';
import { FEWEST_PAIRS, RESAMPLES } from './contrast.ts';
import type { Effect, Matrix } from './matrix.ts';

const NEVER = 'never';

/** A statistic at one level. Where there are pairs and no finite figure, too many were never answered. */
export function levelText(value: number | null, { unit, pairs }: Effect): string {
  return value === null && pairs > 0 ? NEVER : figure(value, unit);
}

/** `+120 ms`, `−12.5 pp` (percentage points), `±0`. */
export function differenceText({ effect, beyond, unit }: Effect): string {
  if (beyond !== null) return beyond === 'above' ? '+∞' : '−∞';
  return signed(effect, unit);
}

export function intervalText({ interval, unit, beyond }: Effect): string {
  if (interval === null) return '';
  const [low, high] = interval;
  // Not even the nearer end is bounded.
  if (low === null && high === null && beyond !== null) return '';
  return `[${low === null ? '−∞' : signed(low, unit)}, ${high === null ? '+∞' : signed(high, unit)}]`;
}

function signed(value: number | null, unit: Effect['unit']): string {
  if (value === null) return '–';
  if (value === 0) return '±0';
  const size = Math.abs(value);
  const text = unit === 'ratio' ? `${Number((size * 100).toFixed(1))} pp` : figure(size, unit);
  return `${value > 0 ? '+' : '−'}${text}`;
}

/** Where the zero, the dot and the ends of an interval stand, from 0 to 1; an end that knows no bound is at the edge. */
export interface Placed {
  readonly zero: number;
  readonly dot: number | null;
  /** Null: there is no interval. */
  readonly range: readonly [from: number, to: number] | null;
}

/** All effects on one metric on one scale, with its zero in it. */
export function placed(effects: readonly Effect[]): (effect: Effect) => Placed {
  const ends = effects.flatMap(({ effect, interval }) => [effect, ...(interval ?? [])]);
  const known = [0, ...ends.flatMap((value) => value ?? [])];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const span = high - low;
  const at = (value: number): number => (span === 0 ? 0.5 : 0.04 + (0.92 * (value - low)) / span);
  return ({ effect, beyond, interval }) => ({
    zero: at(0),
    dot: effect === null ? (beyond === null ? null : beyond === 'above' ? 1 : 0) : at(effect),
    range:
      interval === null
        ? null
        : [interval[0] === null ? 0 : at(interval[0]), interval[1] === null ? 1 : at(interval[1])],
  });
}

/** What has to be known to read the effects. */
export function readingNotes({ effects, factors, cells, engine }: Matrix): readonly string[] {
  if (effects.every(({ pairs }) => pairs === 0))
    return ['Nothing was measured at two levels: there are no pairs.'];
  const judged = effects.filter(({ p }) => p !== null).length;
  const surviving = effects.filter(({ survives }) => survives).length;
  const others = factors.length > 1 ? ', each the mean over the levels of the other factors' : '';
  return [
    `${plural(judged, 'effect')} judged, ${count(surviving)} of them ${surviving === 1 ? 'stands' : 'stand'} after Holm’s correction for that many (5%): marked ●. ` +
      'An unmarked one may be chance, even where its interval leaves out zero.',
    `Pairs are of one call in two cells${others}. Intervals: 95%, paired bootstrap by call, ${count(RESAMPLES)} resamples. ` +
      `With fewer than ${FEWEST_PAIRS} pairs there is no interval, and nothing is marked. A latency is that of the call’s median turn; an unanswered turn, and a call that failed, ranks last. A difference of rates is in percentage points (pp).`,
    ...(engine === 'virtual'
      ? [
          'In virtual time nothing but the factors differs: the same matrix again is the same, to the last digit.',
        ]
      : [
          'The order of the cells was shuffled by the seed: a target or a machine that drifts does so by chance for one level as for another.',
        ]),
    ...(cells.some(({ state }) => state !== 'measured')
      ? ['Cells that were left out or not made are in no pair.']
      : []),
  ];
}

/** An effect whose pairs are not all that there could be says so. `noun`: where nothing else says what is counted. */
export function pairsText({ pairs, unpaired, combinations, ofCombinations }: Effect, noun?: 'pair'): string {
  const counted = noun === undefined ? count(pairs) : plural(pairs, noun);
  const rest = unpaired > 0 ? `, ${count(unpaired)} left over` : '';
  const cells = combinations < ofCombinations ? `, ${combinations} of ${ofCombinations} cell pairs` : '';
  return `${counted}${rest}${cells}`;
}
