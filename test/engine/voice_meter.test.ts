/** Where in a stream there is something to hear, however it is cut. */

import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VoiceMeter } from '../../src/engine/voice_meter.ts';

const PER_MS = 8;

function stream(...parts: readonly (readonly [ms: number, amplitude: number])[]): Int16Array {
  const samples = parts.flatMap(([ms, amplitude]) =>
    Array.from({ length: ms * PER_MS }, (_, i) => Math.round(amplitude * Math.sin(i / 2))),
  );
  return Int16Array.from(samples);
}

/** The spans that are audible, in ms from the beginning: what is less than a block apart is one. */
function spans(samples: Int16Array, cuts: readonly number[] = []): [number, number][] {
  const meter = new VoiceMeter(-45, PER_MS);
  const found: [number, number][] = [];
  let from = 0;
  for (const to of [...cuts.filter((cut) => cut > 0 && cut < samples.length), samples.length]) {
    meter.begin();
    meter.push(samples.subarray(from, to));
    if (meter.toMs !== -1) {
      const startMs = from / PER_MS + meter.fromMs;
      const endMs = from / PER_MS + meter.toMs;
      const last = found.at(-1);
      if (last !== undefined && startMs - last[1] < 10) last[1] = endMs;
      else found.push([startMs, endMs]);
    }
    from = to;
  }
  return found;
}

describe('a stream', () => {
  it('is audible to the millisecond where a voice begins, and to the block where it ends', () => {
    const [[from, to] = [0, 0]] = spans(stream([137, 0], [300, 8000], [200, 0]));
    expect(from).toBeGreaterThanOrEqual(130);
    expect(from).toBeLessThanOrEqual(138);
    expect(to).toBeGreaterThanOrEqual(437);
    expect(to).toBeLessThanOrEqual(450);
  });

  it.each([
    ['silence', stream([500, 0])],
    ['a click', stream([100, 0], [5, 8000], [100, 0])],
    ['what is too faint', stream([500, 20])],
    ['nothing at all', new Int16Array()],
  ])('has no voice in %s', (_, samples) => {
    expect(spans(samples)).toEqual([]);
  });

  it('has the same voice in it however it is cut', () => {
    const samples = stream([90, 0], [250, 8000], [400, 0], [7, 8000], [180, 0], [130, 5000], [60, 0]);
    const whole = spans(samples, [60 * PER_MS * 8]);
    assert(
      property(array(integer({ min: 1, max: samples.length }), { maxLength: 40 }), (cuts) => {
        const ordered = [...new Set(cuts)].toSorted((a, b) => a - b);
        const found = spans(samples, ordered);
        expect(found.length).toBeGreaterThan(0);
        expect(found[0]?.[0]).toBeCloseTo(whole[0]?.[0] ?? -1, 6);
        expect(found.at(-1)?.[1]).toBeCloseTo(whole.at(-1)?.[1] ?? -1, 6);
      }),
      { numRuns: 60 },
    );
  });
});
