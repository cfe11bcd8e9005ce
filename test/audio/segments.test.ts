import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Segment } from '../../src/core/plan/plan.ts';
import { speechSegments } from '../../src/audio/segments.ts';
import { RATE, gain, join, mix, noise, silence, sine, voice } from './signal.ts';

/** The worst edge, ms. Infinity where the number of segments is another. */
function missMs(found: readonly Segment[], truth: readonly (readonly [number, number])[]): number {
  if (found.length !== truth.length) return Infinity;
  const misses = found.map(({ startMs, endMs }, i) => {
    const [start, end] = truth[i] ?? [Infinity, Infinity];
    return Math.max(Math.abs(startMs - start), Math.abs(endMs - end));
  });
  return Math.max(0, ...misses);
}

function spans(segments: readonly Segment[]): [number, number][] {
  return segments.map(({ startMs, endMs }) => [startMs, endMs]);
}

describe('speechSegments', () => {
  it('finds words to 1 ms in clean audio, when they start and stop at once', () => {
    const samples = join(silence(203), sine(300, 404, 0.3), silence(291), sine(500, 202, 0.3), silence(150));
    expect(
      missMs(speechSegments(samples, RATE), [
        [203, 607],
        [898, 1100],
      ]),
    ).toBeLessThanOrEqual(1);
  });

  it('finds a voice, whose single pulses have gaps between them', () => {
    const samples = join(silence(100), voice(700), silence(300), voice(400), silence(100));
    expect(
      missMs(speechSegments(samples, RATE), [
        [100, 800],
        [1100, 1500],
      ]),
    ).toBeLessThanOrEqual(10);
  });

  it('hears a quiet fricative at the end, 26 dB under the voice', () => {
    const samples = join(silence(100), voice(500, 0.1), noise(120, 0.005), silence(400));
    expect(missMs(speechSegments(samples, RATE), [[100, 720]])).toBeLessThanOrEqual(10);
  });

  it('does not hear what is 40 dB under the voice', () => {
    const samples = join(silence(100), voice(500, 0.1), noise(120, 0.001), silence(400));
    expect(missMs(speechSegments(samples, RATE), [[100, 600]])).toBeLessThanOrEqual(10);
  });

  it('hears the release of a "t" after its closure', () => {
    const samples = join(silence(100), voice(300), silence(80), noise(20, 0.02), silence(300));
    expect(missMs(speechSegments(samples, RATE), [[100, 500]])).toBeLessThanOrEqual(10);
  });

  it('ends a fading voice where it falls 30 dB under its level', () => {
    // 100 dB/s: the steady part at full level for 500 ms, then −30 dB relative to it 300 ms later.
    const fading = sine(400, 1500, 0.3).map((sample, i) => {
      const ms = (i * 1000) / RATE;
      return ms < 500 ? sample : sample * 10 ** (-(ms - 500) / 10 / 20);
    });
    const [segment] = speechSegments(join(silence(100), fading, silence(100)), RATE);
    // The fading part lowers the active level by some dB, so that the end comes later by as many times 10 ms.
    expect(segment?.endMs).toBeGreaterThanOrEqual(900);
    expect(segment?.endMs).toBeLessThanOrEqual(950);
  });

  it.each([40, 30, 25, 20, 15])('finds words in steady noise %i dB under them', (snrDb) => {
    const speech = join(silence(400), sine(440, 500, 0.2), silence(400), sine(440, 500, 0.2), silence(400));
    const rms = 0.2 / Math.SQRT2;
    const samples = mix(speech, noise(2200, rms * 10 ** (-snrDb / 20)));
    expect(
      missMs(speechSegments(samples, RATE), [
        [400, 900],
        [1300, 1800],
      ]),
    ).toBeLessThanOrEqual(10);
  });

  it('does not give up the quiet end of a clip that was cut close', () => {
    const samples = join(voice(400, 0.1), noise(150, 0.1 * 10 ** (-18 / 20)));
    expect(missMs(speechSegments(samples, RATE), [[0, 550]])).toBeLessThanOrEqual(10);
  });

  it('takes the whole of a sound without a pause', () => {
    expect(missMs(speechSegments(voice(800), RATE), [[0, 800]])).toBeLessThanOrEqual(10);
  });

  it('bridges pauses under 200 ms, and not those of 200 ms and more', () => {
    const word = sine(300, 300, 0.3);
    expect(missMs(speechSegments(join(word, silence(195), word), RATE), [[0, 795]])).toBeLessThanOrEqual(1);
    expect(
      missMs(speechSegments(join(word, silence(205), word), RATE), [
        [0, 300],
        [505, 805],
      ]),
    ).toBeLessThanOrEqual(1);
  });

  it('takes clicks for no speech, before, after and alone', () => {
    const click = noise(3, 0.3);
    const samples = join(silence(50), click, silence(400), voice(400), silence(400), click, silence(50));
    expect(missMs(speechSegments(samples, RATE), [[453, 853]])).toBeLessThanOrEqual(10);
    expect(speechSegments(join(silence(300), click, silence(300)), RATE)).toEqual([]);
  });

  it('finds nothing in silence and in nothing', () => {
    expect(speechSegments(silence(500), RATE)).toEqual([]);
    expect(speechSegments(new Float32Array(0), RATE)).toEqual([]);
    expect(speechSegments(Float32Array.of(0.5), RATE)).toEqual([]);
  });

  it('is not misled by a constant offset', () => {
    const samples = join(silence(300), voice(400), silence(300)).map((sample) => sample + 0.1);
    expect(missMs(speechSegments(samples, RATE), [[300, 700]])).toBeLessThanOrEqual(10);
  });

  it.each([8_000, 11_025, 16_000, 44_100])('measures at %i Hz as well', (rate) => {
    const samples = join(silence(200, rate), sine(300, 400, 0.3, rate), silence(200, rate));
    expect(missMs(speechSegments(samples, rate), [[200, 600]])).toBeLessThanOrEqual(2);
  });
});

describe('laws of speechSegments', () => {
  const word = fc.record({
    ms: fc.integer({ min: 60, max: 500 }),
    pauseMs: fc.integer({ min: 250, max: 500 }),
    level: fc.double({ min: 0.05, max: 0.3, noNaN: true }),
  });
  const words = fc.array(word, { minLength: 1, maxLength: 4 });
  const speak = (list: readonly { ms: number; pauseMs: number; level: number }[]): Float32Array =>
    join(...list.flatMap(({ ms, pauseMs, level }) => [voice(ms, level), silence(pauseMs)]));

  it('every word is found within 10 ms', () => {
    fc.assert(
      fc.property(words, (list) => {
        let at = 0;
        const truth = list.map(({ ms, pauseMs }): [number, number] => {
          const from = at;
          at += ms + pauseMs;
          return [from, from + ms];
        });
        expect(missMs(speechSegments(speak(list), RATE), truth)).toBeLessThanOrEqual(10);
      }),
      { numRuns: 40 },
    );
  });

  it('the gain does not matter', () => {
    fc.assert(
      // Above the bottom of the scale: what is quieter than −60 dBFS has less than the margin over −100 dBFS of silence.
      fc.property(words, fc.double({ min: -30, max: 20, noNaN: true }), (list, gainDb) => {
        const samples = speak(list);
        const louder = speechSegments(gain(samples, 10 ** (gainDb / 20)), RATE);
        // Rounding to single floats may move a block across the threshold.
        expect(missMs(louder, spans(speechSegments(samples, RATE)))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  it('silence before shifts by its length, silence after changes nothing', () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 3000 }),
        (list, beforeMs, afterMs) => {
          const samples = speak(list);
          const padded = speechSegments(join(silence(beforeMs), samples, silence(afterMs)), RATE);
          const shifted = spans(speechSegments(samples, RATE)).map(([startMs, endMs]): [number, number] => [
            startMs + beforeMs,
            endMs + beforeMs,
          ]);
          expect(missMs(padded, shifted)).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('segments ascend, are 30 ms or longer, lie 200 ms or more apart and inside the recording', () => {
    const part = fc.oneof(
      fc.integer({ min: 1, max: 400 }).map((ms) => silence(ms)),
      fc
        .tuple(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.001, max: 0.3, noNaN: true }))
        .map(([ms, level]) => noise(ms, level, ms)),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const samples = join(...parts);
        let last = -200;
        for (const { startMs, endMs } of speechSegments(samples, RATE)) {
          expect(startMs - last).toBeGreaterThanOrEqual(200);
          expect(endMs - startMs).toBeGreaterThanOrEqual(30);
          last = endMs;
        }
        expect(last).toBeLessThanOrEqual(Math.ceil((samples.length * 1000) / RATE));
      }),
      { numRuns: 60 },
    );
  });
});
