/**
 * How a figure is written for people: few digits, always with its unit, a dash where nothing was measured. Pure.
 */

import type { Metric } from '../core/log/metric.ts';
import type { Interval } from './statistics.ts';

const DASH = '–';

export function figure(value: number | null, unit: Metric['unit']): string {
  switch (unit) {
    case 'ms':
      return ms(value);
    case 's':
      return seconds(value);
    case 'ratio':
      return percent(value);
    case 'usd':
      return usd(value);
    case 'count':
      return count(value);
  }
}

/** `0.42 ms`, `12 ms`, `1.25 s`, `2 min 5 s`. */
export function ms(value: number | null): string {
  if (value === null) return DASH;
  const size = Math.abs(value);
  if (size >= 120_000) {
    const whole = Math.round(value / 1000);
    return `${Math.trunc(whole / 60)} min ${Math.abs(whole % 60)} s`;
  }
  if (size >= 9_999.5) return `${trim(value / 1000, 1)} s`;
  if (size >= 999.5) return `${trim(value / 1000, 2)} s`;
  if (size >= 9.95) return `${Math.round(value)} ms`;
  if (size >= 0.995) return `${trim(value, 1)} ms`;
  return `${trim(value, 2)} ms`;
}

/** With its sign: `+0.9 ms`, `−4.1 ms`. */
export function signedMs(value: number): string {
  return value === 0 ? '±0 ms' : `${value > 0 ? '+' : '−'}${ms(Math.abs(value))}`;
}

export function seconds(value: number | null): string {
  return value === null ? DASH : ms(value * 1000);
}

/** `98.4%`; never rounds to 0% or 100% what is not. */
export function percent(value: number | null): string {
  if (value === null) return DASH;
  if (value > 0 && value < 0.0005) return '<0.1%';
  if (value < 1 && value >= 0.9995) return '>99.9%';
  return `${trim(value * 100, 1)}%`;
}

/** `$1,204.50`, `$0.77`, `$0.0042`. */
export function usd(value: number | null): string {
  if (value === null) return DASH;
  const size = Math.abs(value);
  if (size === 0) return '$0.00';
  const sign = value < 0 ? '-' : '';
  if (size >= 0.995) return `${sign}$${grouped(size.toFixed(2))}`;
  if (size >= 0.0995) return `${sign}$${size.toFixed(3)}`;
  if (size >= 0.00005) return `${sign}$${size.toFixed(4)}`;
  return `${sign}<$0.0001`;
}

export function count(value: number | null): string {
  return value === null ? DASH : grouped(trim(value, Number.isInteger(value) ? 0 : 1));
}

export function bytes(value: number): string {
  if (value >= 1e9) return `${trim(value / 1e9, 2)} GB`;
  if (value >= 1e6) return `${trim(value / 1e6, 1)} MB`;
  return `${trim(value / 1e3, 1)} kB`;
}

/** `2.1 s to 3 s`; of an end that has no bound nothing is said. Empty: there is no interval, or it has neither end. */
export function range(interval: Interval | null, told: (value: number) => string): string {
  const [low, high] = interval ?? [null, null];
  if (low === null) return high === null ? '' : `at most ${told(high)}`;
  return high === null ? `at least ${told(low)}` : `${told(low)} to ${told(high)}`;
}

/** `1 call`, `2 calls`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function trim(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return decimals === 0 ? text : text.replace(/\.?0+$/, '');
}

function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const spaced = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
