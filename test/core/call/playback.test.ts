import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Playback } from '../../../src/core/call/playback.ts';

describe('Playback', () => {
  it('plays in real time what arrives faster than real time', () => {
    const ear = new Playback(60);
    expect(ear.push(250, 1000, false)).toEqual({ heardAtMs: 1060, underrunMs: 0 });
    expect(ear.push(250, 1005, true)).toEqual({ heardAtMs: 1310, underrunMs: 0 });
    expect(ear.endsMs()).toBe(1560);
    expect(ear.heardMs(1310)).toBe(250);
    expect(ear.playing(1559)).toBe(true);
    expect(ear.playing(1560)).toBe(false);
  });

  it('runs dry inside an answer, fills its buffer again, and says for how long nothing was heard', () => {
    const ear = new Playback(60);
    ear.push(200, 1000, false);
    expect(ear.push(200, 1500, true)).toEqual({ heardAtMs: 1560, underrunMs: 300 });
    expect(ear.heard).toEqual([
      { startMs: 1060, endMs: 1260 },
      { startMs: 1560, endMs: 1760 },
    ]);
  });

  it('has run dry however little it was late, and not where it was just in time', () => {
    const ear = new Playback(60);
    ear.push(200, 1000, false);
    expect(ear.push(200, 1260, true)).toEqual({ heardAtMs: 1260, underrunMs: 0 });
    expect(ear.push(200, 1461, true)).toEqual({ heardAtMs: 1521, underrunMs: 61 });
    expect(ear.heard.map(({ startMs }) => startMs)).toEqual([1060, 1521]);
  });

  it('counts as received what came of an answer already cut off, and does not play it', () => {
    const ear = new Playback(60);
    ear.discard(200);
    expect([ear.receivedMs, ear.heardMs(Infinity), ear.playing(0)]).toEqual([200, 0, false]);
  });

  it('tells an observer what is played when, and what is cut off, and nothing of what is not played', () => {
    const told: unknown[] = [];
    const ear = new Playback(60, {
      played: (ms, heardAtMs) => told.push(['played', ms, heardAtMs]),
      flushed: (atMs) => told.push(['flushed', atMs]),
    });
    ear.push(200, 1000, false);
    ear.push(100, 1001, true);
    ear.discard(50);
    ear.flush(1200);
    // Nothing is playing any more.
    ear.flush(1300);
    ear.push(10, 5000, false);
    expect(told).toEqual([
      ['played', 200, 1060],
      ['played', 100, 1260],
      ['flushed', 1200],
      ['played', 10, 5060],
    ]);
  });

  it('does not call the pause between two answers an underrun', () => {
    const ear = new Playback(60);
    ear.push(200, 1000, false);
    expect(ear.push(200, 5000, false).underrunMs).toBe(0);
  });

  it('forgets at once what a flush cuts off, even before it was heard', () => {
    const ear = new Playback(60);
    ear.push(1000, 1000, false);
    expect(ear.flush(1460)).toBe(600);
    expect(ear.heard).toEqual([{ startMs: 1060, endMs: 1460 }]);
    ear.push(100, 2000, false);
    expect(ear.flush(2010)).toBe(100);
    expect(ear.heard).toHaveLength(1);
    expect(ear.flush(9999)).toBe(0);
  });

  it('loses nothing: what was received was heard or thrown away', () => {
    const step = fc.oneof(
      fc.record({ push: fc.integer({ min: 1, max: 500 }), after: fc.integer({ min: 0, max: 800 }) }),
      fc.record({ flushAfter: fc.integer({ min: 0, max: 800 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ear = new Playback(60);
        let nowMs = 0;
        let thrownAwayMs = 0;
        for (const each of steps) {
          if ('push' in each) {
            nowMs += each.after;
            ear.push(each.push, nowMs, true);
          } else {
            nowMs += each.flushAfter;
            thrownAwayMs += ear.flush(nowMs);
          }
        }
        expect(ear.heardMs(Infinity) + thrownAwayMs).toBeCloseTo(ear.receivedMs, 6);
        for (let i = 1; i < ear.heard.length; i++) {
          expect(ear.heard[i]?.startMs).toBeGreaterThanOrEqual(ear.heard[i - 1]?.endMs ?? 0);
        }
      }),
    );
  });

  it('is audible where it is told to be, joined where stretches touch, and not for longer than it plays', () => {
    const ear = new Playback(60);
    expect([ear.audible, ear.audibleUntil(5000)]).toEqual([[], -Infinity]);
    ear.push(500, 1000, false);
    ear.hear(1100, 1300);
    ear.hear(1300, 1560);
    expect(ear.audible).toEqual([{ startMs: 1100, endMs: 1560 }]);
    ear.hear(1200, 1250);
    expect(ear.audible).toEqual([{ startMs: 1100, endMs: 1560 }]);
    expect([1099, 1100, 1200, 1560, 9000].map((atMs) => ear.audibleUntil(atMs))).toEqual([
      -Infinity,
      1100,
      1200,
      1560,
      1560,
    ]);
    ear.push(200, 3000, false);
    ear.hear(3060, 3260);
    expect(ear.audible).toHaveLength(2);
    expect([ear.audibleUntil(3000), ear.audibleUntil(3100)]).toEqual([1560, 3100]);
    ear.flush(3060);
    expect(ear.audible).toEqual([{ startMs: 1100, endMs: 1560 }]);
  });

  it('falls silent before its end, as far as it is told, and by no more than it was audible', () => {
    const ear = new Playback(60);
    ear.fallSilent(10);
    expect(ear.audible).toEqual([]);
    ear.push(500, 1000, false);
    ear.fallSilent(10);
    expect(ear.audible).toEqual([]);
    ear.hear(1160, 1560);
    ear.fallSilent(100);
    expect(ear.audible).toEqual([{ startMs: 1160, endMs: 1460 }]);
    // What is silent at its end already is not cut again.
    ear.fallSilent(100);
    expect(ear.audible).toEqual([{ startMs: 1160, endMs: 1460 }]);
    const short = new Playback(60);
    short.push(500, 1000, false);
    short.hear(1500, 1560);
    short.fallSilent(400);
    expect(short.audible).toEqual([{ startMs: 1500, endMs: 1500 }]);
  });
});
