import { describe, expect, it } from 'vitest';
import { counter, instant, named, span, word } from '../../../src/report/trace/trace_event.ts';

const lane = { pid: 8, tid: 3 };

describe('a span', () => {
  it('is a complete event, in whole µs', () => {
    expect(span(lane, 'answer', 1.5, 2.75, { turn: 0 })).toEqual([
      { ph: 'X', name: 'answer', pid: 8, tid: 3, ts: 1500, dur: 1250, cat: 'call', args: { turn: 0 } },
    ]);
    // Both ends are rounded, and not the time between.
    expect(span(lane, 'answer', 0.0004, 1.0006)).toMatchObject([{ ts: 0, dur: 1001 }]);
  });

  it('may take no time, and never runs backwards', () => {
    expect(span(lane, 'answer', 5, 5)).toMatchObject([{ ts: 5000, dur: 0 }]);
    expect(span(lane, 'answer', 5, 4.999)).toEqual([]);
  });

  it.each([
    [null, 5],
    [undefined, 5],
    [5, null],
    [5, undefined],
  ])('is nothing from %s to %s', (fromMs, toMs) => {
    expect(span(lane, 'answer', fromMs, toMs)).toEqual([]);
  });
});

describe('an instant', () => {
  it('is one of its lane, where there is one', () => {
    expect(instant(lane, 'stall', 1.25, { connection: 0 })).toEqual([
      { ph: 'i', name: 'stall', pid: 8, tid: 3, ts: 1250, cat: 'call', s: 't', args: { connection: 0 } },
    ]);
    expect(instant(lane, 'stall', 0)).toMatchObject([{ ts: 0, args: {} }]);
    expect([instant(lane, 'stall', null), instant(lane, 'stall', undefined)]).toEqual([[], []]);
  });
});

describe('a counter', () => {
  it('is of no call, and has its value by its own name', () => {
    expect(counter('calls at once', 12.5, 3)).toEqual({
      ph: 'C',
      name: 'calls at once',
      pid: 0,
      tid: 0,
      ts: 12_500,
      args: { 'calls at once': 3 },
    });
  });
});

describe('what is said with an event', () => {
  it('leaves out what is nothing, and keeps a nought and a no', () => {
    const args = { detail: null, session: undefined, words: '', turn: 0, met: false, outcome: 'answered' };
    expect(named(lane, 'thread_name', args)).toEqual({
      ph: 'M',
      name: 'thread_name',
      pid: 8,
      tid: 3,
      args: { turn: 0, met: false, outcome: 'answered' },
    });
  });

  it('is visible and cut, its names as its words, however long a target talked', () => {
    expect(word('a\nb\u202e')).toBe(String.raw`a\nb\u202e`);
    expect(word('x'.repeat(500))).toBe('x'.repeat(500));
    const long = `${'x'.repeat(500)}… (cut: 501 characters in all)`;
    expect(word('x'.repeat(501))).toBe(long);
    expect(span(lane, 'a\nb', 0, 1, { words: 'x'.repeat(501) })).toMatchObject([
      { name: String.raw`a\nb`, args: { words: long } },
    ]);
    expect(instant(lane, 'a\nb', 0)).toMatchObject([{ name: String.raw`a\nb` }]);
  });
});
