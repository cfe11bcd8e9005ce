import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import type { Noise } from '../../src/impair/noise/noise.ts';
import { pink } from '../../src/impair/noise/pink.ts';
import { white } from '../../src/impair/noise/white.ts';
import { KeptNoise } from '../../src/scenario/kept_noise.ts';

const RATE = 8000;

describe('a noise that was made', () => {
  it('is the same to the last bit as one that was not kept, and is made once', () => {
    const kept = new KeptNoise();
    const first = kept.of(white, 4000, RATE, new Random(1, 'a'));
    expect(first).toEqual(white.make(4000, RATE, new Random(1, 'a'), []));
    expect(kept.of(white, 4000, RATE, new Random(1, 'a'))).toBe(first);
  });

  it('is another with another kind, length, rate or draw', () => {
    const kept = new KeptNoise();
    const first = kept.of(white, 4000, RATE, new Random(1, 'a'));
    const drawn = new Random(1, 'a');
    drawn.next();
    const others = [
      kept.of(pink, 4000, RATE, new Random(1, 'a')),
      kept.of(white, 4001, RATE, new Random(1, 'a')),
      kept.of(white, 4000, 2 * RATE, new Random(1, 'a')),
      kept.of(white, 4000, RATE, new Random(1, 'b')),
      kept.of(white, 4000, RATE, drawn),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
    expect(others[4]).toEqual(white.make(4000, RATE, skipped(), []));
  });

  it('goes when there are too many, the one that was asked for longest ago first', () => {
    const kept = new KeptNoise();
    let made = 0;
    const flat: Noise = {
      name: 'flat',
      means: 'nothing',
      make: (length) => {
        made++;
        return new Float32Array(length);
      },
    };
    const ask = (seed: number): Float32Array => kept.of(flat, 1_500_000, RATE, new Random(seed));
    const [one] = [ask(1), ask(2)];
    expect(ask(1)).toBe(one);
    ask(3);
    expect(made).toBe(3);
    expect(ask(1)).toBe(one);
    ask(2);
    expect(made).toBe(4);
  });
});

function skipped(): Random {
  const random = new Random(1, 'a');
  random.next();
  return random;
}
