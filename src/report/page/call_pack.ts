/**
 * Calls as they lie in a page: their texts cut to a bound, all of them compressed together, and only as many of them, the first
 * first, as there is room for. Pure but for the compressor.
 */

import { gzipSync } from 'node:zlib';
import { cut } from '../../core/word/visible.ts';
import type { InspectedCall, InspectedRecord } from '../../page/inspector/inspected_call.ts';

/** Characters of one text: an answer of five minutes. A call that is longer than it should be gets fewer. */
const MOST_CHARACTERS = 6000;
const FEWER_CHARACTERS = 200;
/** Characters of one call's records together, and how many of them a call that is over it keeps. */
const MOST_OF_CALL = 400_000;
const MOST_RECORDS = 400;
/** Of a list inside a record. */
const MOST_ENTRIES = 500;

/** A call's records, of whatever size they were, within bounds. */
export function bounded(records: readonly InspectedRecord[]): readonly InspectedRecord[] {
  const whole = records.map((record) => cutValue(record, MOST_CHARACTERS) as InspectedRecord);
  if (sizeOf(whole) <= MOST_OF_CALL) return whole;
  const ends = records.filter(({ type }) => type === 'call');
  const others = records.filter(({ type }) => type !== 'call').slice(0, MOST_RECORDS);
  return [...others, ...ends].map((record) => cutValue(record, FEWER_CHARACTERS) as InspectedRecord);
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}

function cutValue(value: unknown, most: number): unknown {
  if (typeof value === 'string') return cut(value, most);
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((inner) => cutValue(inner, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [cut(name, most), cutValue(inner, most)]),
  );
}

export interface Packed {
  readonly calls: readonly InspectedCall[];
  readonly packed: string;
}

/** As many of the first as come to `mostBytes` of base64 at most. */
export function packCalls(calls: readonly InspectedCall[], mostBytes: number): Packed {
  const all = compressed(calls);
  if (all.length <= mostBytes) return { calls, packed: all };
  let fits: Packed = { calls: [], packed: compressed([]) };
  let least = 0;
  let most = calls.length - 1;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    const some = calls.slice(0, middle);
    const packed = compressed(some);
    if (packed.length <= mostBytes) {
      fits = { calls: some, packed };
      least = middle;
    } else most = middle - 1;
  }
  return fits;
}

function compressed(calls: readonly InspectedCall[]): string {
  return gzipSync(JSON.stringify(calls)).toString('base64');
}

export function packSound(sound: Uint8Array): string {
  return gzipSync(sound).toString('base64');
}
