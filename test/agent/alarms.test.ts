import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alarm } from '../../src/agent/alarms.ts';
import { Alarms } from '../../src/agent/alarms.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('alarms', () => {
  it('ring in the order of their deadlines, never early, once each, by their latest deadline', () => {
    const settings = fc.array(
      fc.tuple(fc.nat(20), fc.oneof(fc.double({ min: 0, max: 500, noNaN: true }), fc.constant(Infinity))),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(settings, (sets) => {
        const startMs = Date.now();
        const now = (): number => Date.now() - startMs;
        const alarms = new Alarms(now);
        const rung: { id: number; atMs: number; dueMs: number }[] = [];
        const due = new Map<number, number>();
        const all = Array.from({ length: 21 }, (_, id): Alarm => ({
          dueMs: Infinity,
          ring: () => rung.push({ id, atMs: now(), dueMs: due.get(id) ?? NaN }),
        }));
        for (const [id, dueMs] of sets) {
          due.set(id, dueMs);
          alarms.set(all[id] as Alarm, dueMs);
        }
        vi.advanceTimersByTime(600);
        const expected = [...due].filter(([, dueMs]) => dueMs !== Infinity);
        expect(rung).toHaveLength(expected.length);
        expect(rung.map(({ dueMs }) => dueMs)).toEqual(
          expected.map(([, dueMs]) => dueMs).toSorted((a, b) => a - b),
        );
        for (const { atMs, dueMs } of rung) {
          expect(atMs).toBeGreaterThanOrEqual(dueMs);
          expect(atMs - dueMs).toBeLessThanOrEqual(2);
        }
        alarms.stop();
      }),
    );
  });

  it('may be set again from their own ring', () => {
    const startMs = Date.now();
    const alarms = new Alarms(() => Date.now() - startMs);
    let rings = 0;
    const alarm: Alarm = { dueMs: Infinity, ring: () => void (++rings < 5 && alarms.set(alarm, rings * 10)) };
    alarms.set(alarm, 0);
    vi.advanceTimersByTime(100);
    expect(rings).toBe(5);
    expect(vi.getTimerCount()).toBe(0);
  });
});
