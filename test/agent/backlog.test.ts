import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backlog } from '../../src/agent/backlog.ts';

const bounds = { maxUnreadBytes: 100, maxUnreadTotalBytes: 250 };

describe('the backlog', () => {
  it('names the reader that leaves too much', () => {
    const backlog = new Backlog(bounds);
    const reader = { bufferedAmount: 100 };
    expect(backlog.sent(reader)).toBeNull();
    reader.bufferedAmount = 101;
    expect(backlog.sent(reader)).toBe(reader);
  });

  it('names the slowest where all together leave too much, and not one that has read since', () => {
    const backlog = new Backlog<{ bufferedAmount: number }>(bounds);
    const [a, b, c] = [90, 95, 80].map((bufferedAmount) => ({ bufferedAmount }));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three readers');
    expect([backlog.sent(a), backlog.sent(b), backlog.sent(c)]).toEqual([null, null, b]);
    b.bufferedAmount = 0;
    expect(backlog.sent(c)).toBeNull();
    b.bufferedAmount = 95;
    expect(backlog.sent(b)).toBe(b);
    backlog.left(b);
    expect(backlog.sent(c)).toBeNull();
  });

  it('holds its bounds, whatever is sent and read, if those it names leave', () => {
    const steps = fc.array(
      fc.tuple(fc.nat(5), fc.constantFrom('sent', 'read', 'leaves'), fc.integer({ min: 0, max: 60 })),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(steps, (steps) => {
        const backlog = new Backlog<{ bufferedAmount: number }>(bounds);
        const readers = Array.from({ length: 6 }, () => ({ bufferedAmount: 0 }));
        const leave = (reader: { bufferedAmount: number }): void => {
          backlog.left(reader);
          reader.bufferedAmount = 0;
        };
        for (const [i, what, bytes] of steps) {
          const reader = readers[i] as { bufferedAmount: number };
          if (what === 'read') reader.bufferedAmount = Math.max(0, reader.bufferedAmount - bytes);
          else if (what === 'leaves') leave(reader);
          else {
            reader.bufferedAmount += bytes;
            const slow = backlog.sent(reader);
            if (slow !== null) leave(slow);
          }
          // Reading and leaving only make it less.
          expect(reader.bufferedAmount).toBeLessThanOrEqual(bounds.maxUnreadBytes);
          const total = readers.reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0);
          expect(total).toBeLessThanOrEqual(bounds.maxUnreadTotalBytes);
        }
      }),
    );
  });
});
