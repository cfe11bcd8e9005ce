import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endBeforeEcho } from '../../src/audio/reverberation.ts';
import { Random } from '../../src/core/word/random.ts';

const LENGTH_MS = 2000;
const SPEECH_FROM_MS = 300;

interface Shape {
  readonly endMs: number;
  readonly dbPerMs: number;
  readonly directDb: number;
  readonly seed: number;
}

/** Six bands: speech that is loud and soft in turn, then a fall along one line, wavering by `waversDb`. */
function bandsOf({ endMs, dbPerMs, directDb, seed }: Shape, waversDb = 0.4): Float64Array[] {
  const random = new Random(seed, 'bands');
  return [-22, -25, -30, -34, -38, -44].map((levelDbfs) => {
    let [echo, waver] = [0, 0];
    const perMs = 10 ** (-dbPerMs / 10);
    // So that steady speech is heard directDb over its own echo.
    const fed = (1 - perMs) * 10 ** (-directDb / 10);
    return new Float64Array(LENGTH_MS).map((_, t) => {
      const spoken = t >= SPEECH_FROM_MS && t < endMs;
      const db = levelDbfs + 6 * Math.sin(t / 40);
      const direct = spoken ? 10 ** (db / 10) : 0;
      waver = 0.9 * waver + 0.44 * waversDb * random.normal();
      echo = echo * perMs + direct * fed;
      return (direct + echo) * 10 ** (waver / 10);
    });
  });
}

function endOf(above: readonly Float64Array[], startMs = SPEECH_FROM_MS): number | null {
  const excess = (above[0] as Float64Array).map((_, t) =>
    above.reduce((sum, band) => sum + (band[t] as number), 0),
  );
  return endBeforeEcho({
    above,
    excess,
    ceilings: above.map(() => 1e-9),
    activeLevelDbfs: -20,
    threshold: 1e-5,
    lastStartMs: startMs,
  });
}

describe('laws of endBeforeEcho', () => {
  const shape = fc.record({
    endMs: fc.integer({ min: 800, max: 1200 }),
    rt60S: fc.double({ min: 0.3, max: 0.6, noNaN: true }),
    directDb: fc.double({ min: 0, max: 8, noNaN: true }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('in a room of 0.3 to 0.6 s, the end of the direct sound is found, give or take a fading word', () => {
    fc.assert(
      fc.property(shape, ({ rt60S, ...rest }) => {
        const end = endOf(bandsOf({ ...rest, dbPerMs: 60 / (rt60S * 1000) }));
        expect(end).not.toBeNull();
        // Of 1,500 such rooms drawn at random the ends were found from 53 ms too early, where the last word had faded, to 124 ms too late.
        expect(end ?? 0).toBeGreaterThanOrEqual(rest.endMs - 70);
        expect(end ?? 0).toBeLessThanOrEqual(rest.endMs + 130);
      }),
      { numRuns: 60 },
    );
  });

  it('what comes later ends later by as much', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 200 }), ({ rt60S, ...rest }, laterMs) => {
        const bands = bandsOf({ ...rest, dbPerMs: 60 / (rt60S * 1000) });
        const later = bands.map((band) => {
          const moved = new Float64Array(LENGTH_MS + laterMs);
          moved.set(band, laterMs);
          return moved;
        });
        expect(endOf(later, SPEECH_FROM_MS + laterMs)).toBe((endOf(bands) ?? 0) + laterMs);
      }),
      { numRuns: 30 },
    );
  });

  it('a dry room has no echo, and neither has a fall that lies in the background', () => {
    expect(endOf(bandsOf({ endMs: 1000, dbPerMs: 0.6, directDb: 8, seed: 1 }))).toBeNull();
    const hidden = bandsOf({ endMs: 1000, dbPerMs: 0.15, directDb: 3, seed: 1 });
    expect(
      endBeforeEcho({
        above: hidden,
        excess: hidden[0] as Float64Array,
        ceilings: hidden.map(() => 1e-3),
        activeLevelDbfs: -20,
        threshold: 1e-5,
        lastStartMs: SPEECH_FROM_MS,
      }),
    ).toBeNull();
  });
});
