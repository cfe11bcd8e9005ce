/** What options of `callstorm staffing` and `limits` are read as: shares, promises, numbers of calls and lines. Pure. */

import { InvalidArgumentError } from 'commander';
import { durationMs } from '../core/word/duration.ts';

export interface PromisedWait {
  readonly share: number;
  readonly waitS: number;
}

/** `1%`, `0.5%`, `0.01`: above 0 and below 1. */
export function shareOf(text: string): number {
  const [, digits = '', sign] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
  const share = Number(digits) / (sign === '%' ? 100 : 1);
  if (digits === '' || !(share > 0 && share < 1)) {
    throw new InvalidArgumentError(
      `expected a share such as 1%, above 0 and below 100%, found "${text.slice(0, 100)}"`,
    );
  }
  return share;
}

/** `80% in 20s`. */
export function promisedWait(text: string): PromisedWait {
  const [, share = '', wait = ''] = /^\s*(\S+)\s+(?:in|within)\s+(\S+)\s*$/.exec(text) ?? [];
  const waitMs = wait === '' ? undefined : durationMs(wait);
  if (waitMs === undefined) {
    throw new InvalidArgumentError(`expected a promise such as "80% in 20s", found "${text.slice(0, 100)}"`);
  }
  return { share: shareOf(share), waitS: waitMs / 1000 };
}

const MOST_CALLS_AN_HOUR = 100_000_000;

/** Not always whole: it may come from a forecast. */
export function someCalls(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= MOST_CALLS_AN_HOUR)) {
    throw new InvalidArgumentError(`expected a number of calls above 0, found "${text.slice(0, 100)}"`);
  }
  return value;
}

const MOST_LINES = 1_000_000;
const MOST_ROWS = 100;

/** `180,190,200`. */
export function lineCounts(text: string): readonly number[] {
  const counts = text.split(',').map(Number);
  const wrong = counts.some((count) => !Number.isInteger(count) || count < 1 || count > MOST_LINES);
  if (wrong || counts.length > MOST_ROWS) {
    throw new InvalidArgumentError(
      `expected numbers of lines such as 180,190,200, found "${text.slice(0, 100)}"`,
    );
  }
  return [...new Set(counts)].sort((a, b) => a - b);
}
