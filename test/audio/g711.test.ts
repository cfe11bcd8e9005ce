import { describe, expect, it } from 'vitest';
import {
  G711_FULL_SCALE,
  G711_SILENCE,
  g711Decode,
  g711DecodeInto,
  g711Encode,
  type G711Law,
} from '../../src/audio/g711.ts';

const laws: G711Law[] = ['ulaw', 'alaw'];

describe.each(laws)('G.711 %s', (law) => {
  it('gives every code back, but for µ-law’s second zero', () => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const again = g711Encode(g711Decode(codes, law), law);
    const changed = [...codes].filter((code) => again[code] !== code);
    expect(changed).toEqual(law === 'ulaw' ? [0x7f] : []);
  });

  it('is within half a step of every sample, steps growing with the sample', () => {
    const samples = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    const decoded = g711Decode(g711Encode(samples, law), law);
    const wrong = samples.filter((sample, i) => {
      // The top segment is cut off just below full scale; elsewhere a step is 1/16 of its octave at most.
      const allowed = Math.abs(sample) > 31_000 ? 1024 : Math.max(16, (Math.abs(sample) + 132) / 32);
      return Math.abs((decoded[i] as number) - sample) > allowed;
    });
    expect([...wrong]).toEqual([]);
  });

  it('has no larger sample than its full scale', () => {
    const decoded = g711Decode(
      Uint8Array.from({ length: 256 }, (_, code) => code),
      law,
    );
    expect(Math.max(...decoded)).toBe(G711_FULL_SCALE[law]);
    expect(Math.min(...decoded)).toBe(-G711_FULL_SCALE[law]);
  });

  it('has a silence that is silent', () => {
    expect(g711Encode(Int16Array.of(0), law)[0]).toBe(G711_SILENCE[law]);
    expect(Math.abs(g711Decode(Uint8Array.of(G711_SILENCE[law]), law)[0] as number)).toBeLessThanOrEqual(8);
  });

  it('keeps a loud sine at 36 dB or better', () => {
    const samples = Int16Array.from(
      { length: 8000 },
      (_, i) => 16_000 * Math.sin((2 * Math.PI * 441 * i) / 8000),
    );
    const decoded = g711Decode(g711Encode(samples, law), law);
    let signal = 0;
    let error = 0;
    for (const [i, sample] of samples.entries()) {
      signal += sample ** 2;
      error += (sample - (decoded[i] as number)) ** 2;
    }
    expect(10 * Math.log10(signal / error)).toBeGreaterThan(36);
  });
});

it('knows the reference values of the laws', () => {
  // ITU-T G.711 tables 1 and 2, scaled to 16 bits: largest values and the first steps.
  expect([...g711Decode(Uint8Array.of(0x80, 0x00, 0xfe), 'ulaw')]).toEqual([32_124, -32_124, 8]);
  expect([...g711Decode(Uint8Array.of(0xaa, 0x2a, 0xd5), 'alaw')]).toEqual([32_256, -32_256, 8]);
});

describe('into memory that is there', () => {
  it.each(['ulaw', 'alaw'] as const)(
    'decodes every code of %s as by itself, from where it is told',
    (law) => {
      const codes = Uint8Array.from({ length: 256 }, (_, i) => (i * 77) % 256);
      const memory = new Int16Array(300).fill(7);
      expect([...g711DecodeInto(codes, 3, 256, law, memory)]).toEqual([...g711Decode(codes, law)].slice(3));
      expect(memory[253]).toBe(7);
    },
  );
});
