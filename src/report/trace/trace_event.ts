/**
 * Events of Chrome’s trace format, which Perfetto opens: spans, instants, counters and names, each on a lane (`tid`) of a process
 * (`pid`). Instants come in ms and are written in whole µs. Words from outside are visible and cut. Pure.
 */

import { cut, visible } from '../../core/word/visible.ts';

export interface TraceEvent {
  readonly ph: 'X' | 'i' | 'C' | 'M';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly s?: 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

export interface Lane {
  readonly pid: number;
  readonly tid: number;
}

type Args = Readonly<Record<string, unknown>>;

const MOST_CHARACTERS = 500;

/** Nothing where either end is missing, or the second comes first. */
export function span(
  lane: Lane,
  name: string,
  fromMs: number | null | undefined,
  toMs: number | null | undefined,
  args: Args = {},
): readonly TraceEvent[] {
  if (fromMs === null || fromMs === undefined || toMs === null || toMs === undefined) return [];
  const ts = us(fromMs);
  const dur = us(toMs) - ts;
  return dur < 0 ? [] : [{ ph: 'X', name: word(name), ...lane, ts, dur, cat: 'call', args: words(args) }];
}

export function instant(
  lane: Lane,
  name: string,
  atMs: number | null | undefined,
  args: Args = {},
): readonly TraceEvent[] {
  if (atMs === null || atMs === undefined) return [];
  return [{ ph: 'i', name: word(name), ...lane, ts: us(atMs), cat: 'call', s: 't', args: words(args) }];
}

export function counter(name: string, atMs: number, value: number): TraceEvent {
  return { ph: 'C', name, pid: 0, tid: 0, ts: us(atMs), args: { [name]: value } };
}

export function named(lane: Lane, what: MetaName, args: Args): TraceEvent {
  return { ph: 'M', name: what, ...lane, args: words(args) };
}

export type MetaName =
  | 'process_name'
  | 'process_labels'
  | 'process_sort_index'
  | 'thread_name'
  | 'thread_sort_index';

export function word(text: string): string {
  return visible(cut(text, MOST_CHARACTERS));
}

/** What is nothing is left out. */
function words(args: Args): Args {
  return Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => [name, typeof value === 'string' ? word(value) : value]),
  );
}

function us(ms: number): number {
  return Math.round(ms * 1000);
}
