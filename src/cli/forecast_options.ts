/** What the options of a forecast are read as: amounts, ranges, shares, weeks. Mistakes say what was expected. */

import { InvalidArgumentError } from 'commander';
import { averagingOne, type Span } from '../forecast/projection/demand.ts';
import { readMonth } from '../forecast/projection/calendar.ts';

const NUMBER = String.raw`\d+(?:\.\d+)?|\.\d+`;
const MOST_PER_DAY = 1e9;

/** `20000`, `18000..22000`. */
export function callsPerDay(text: string): Span {
  const found = new RegExp(`^(${NUMBER})(?:\\.\\.(${NUMBER}))?$`).exec(plain(text));
  const low = Number(found?.[1]);
  const high = Number(found?.[2] ?? found?.[1]);
  if (found === null || !(low > 0) || high < low || high > MOST_PER_DAY) {
    throw wrong('calls a day such as 20000, or a range such as 18000..22000', text);
  }
  return { low, high };
}

/** `5%/month`, `3..7%/month`, `-2%/month`, `60%/year`. By month. */
export function growth(text: string): Span {
  const found = new RegExp(
    `^([+-]?(?:${NUMBER}))%?(?:\\.\\.([+-]?(?:${NUMBER})))?%?(?:/(month|year))?$`,
  ).exec(plain(text));
  const by = found?.[3] ?? 'month';
  const perMonth = (percent: number): number =>
    by === 'year' ? (1 + percent / 100) ** (1 / 12) - 1 : percent / 100;
  const low = perMonth(Number(found?.[1]));
  const high = perMonth(Number(found?.[2] ?? found?.[1]));
  if (found === null || !text.includes('%') || !(low > -1) || !(high >= low) || high > 10) {
    throw wrong('growth such as 5%/month, 3..7%/month or 60%/year', text);
  }
  return { low, high };
}

/** `refund=40%,complaint=60%`; or weights, of any size. */
export function mix(text: string): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  let percents = 0;
  for (const part of text.split(',')) {
    const at = part.lastIndexOf('=');
    const name = part.slice(0, Math.max(0, at)).trim();
    const found = new RegExp(`^(${NUMBER})(%?)$`).exec(part.slice(at + 1).trim());
    if (at < 0 || name === '' || found === null) {
      throw wrong('shares such as refund=40%,complaint=60%', text);
    }
    if (shares.has(name)) throw new InvalidArgumentError(`"${name.slice(0, 60)}" stands there twice`);
    if (found[2] === '%') percents++;
    shares.set(name, Number(found[1]));
  }
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  if (!(total > 0)) throw wrong('at least one share over 0', text);
  if (percents > 0 && (percents < shares.size || Math.abs(total - 100) > 0.5)) {
    throw new InvalidArgumentError(
      percents < shares.size
        ? 'expected every share in percent, or none'
        : `expected shares that add up to 100%, found ${Number(total.toFixed(2))}%`,
    );
  }
  return shares;
}

/** Seven numbers, Monday first, or 24, midnight first. They come to average 1. */
export function shape(count: 7 | 24): (text: string) => readonly number[] {
  return (text) => {
    const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    const averaged = averagingOne(numbers);
    if (numbers.length !== count || !numbers.every((each) => each >= 0 && each < 1e9) || averaged === null) {
      throw wrong(
        count === 7
          ? 'seven numbers, Monday first, such as 1,1,1,1,1,.4,.3'
          : '24 numbers, midnight first: how busy each hour is',
        text,
      );
    }
    return averaged;
  };
}

/** `300000`, `$300,000`. */
export function budget(text: string): number {
  const found = new RegExp(`^\\$?(${NUMBER})$`).exec(plain(text));
  const value = Number(found?.[1]);
  if (found === null || !(value > 0 && value < 1e15)) throw wrong('a sum such as 300000', text);
  return value;
}

export function startMonth(text: string): string {
  if (readMonth(text) === null) throw wrong('a month such as 2027-01', text);
  return text;
}

/** `10%`, `0.1`. */
export function spread(text: string): number {
  const found = new RegExp(`^(${NUMBER})(%?)$`).exec(text.trim());
  const value = Number(found?.[1]) / (found?.[2] === '%' ? 100 : 1);
  if (found === null || !(value >= 0 && value <= 3)) throw wrong('a spread such as 10%', text);
  return value;
}

export function timezone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw wrong('a time zone such as Europe/Berlin or UTC', text);
  }
}

/** `20,000` and `20_000` are how people write it; a comma between others than threes is none of that. */
function plain(text: string): string {
  return text.trim().replaceAll(/(?<=\d)[,_](?=\d{3}(?!\d))/g, '');
}

function wrong(expected: string, found: string): InvalidArgumentError {
  return new InvalidArgumentError(`expected ${expected}, found "${found.slice(0, 100)}"`);
}
