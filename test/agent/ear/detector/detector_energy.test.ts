import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../src/core/word/random.ts';
import { Decimator } from '../../../../src/agent/ear/features/decimate.ts';
import { energyDetector } from '../../../../src/agent/ear/detector/detector_energy.ts';
import { recordings } from '../../virtual_client.ts';

let speech: Int16Array;
beforeAll(async () => {
  const [spoken] = await recordings('slt/complex');
  speech = new Decimator().push(spoken?.pcm ?? new Int16Array()).slice();
});

function noise(samples: number, dbfs: number): Int16Array {
  const random = new Random(1, 'noise');
  const size = 32_768 * 10 ** (dbfs / 20);
  return Int16Array.from({ length: samples }, () => Math.round(size * random.normal()));
}

const joined = (...parts: Int16Array[]): Int16Array => Int16Array.from(parts.flatMap((part) => [...part]));
const share = (decisions: Uint8Array): number =>
  decisions.reduce((sum, decision) => sum + decision, 0) / decisions.length;

describe('the energy gate', () => {
  it('hears speech out of silence and out of a steady room, and neither silence nor the room', () => {
    const room = noise(speech.length, -55);
    const inRoom = speech.map((sample, i) => sample + (room[i] as number));
    for (const [background, voice] of [
      [new Int16Array(16_000), speech],
      [noise(16_000, -55), inRoom],
    ] as const) {
      const detector = energyDetector({ threshold: 0.5 });
      expect(share(detector.push(background).slice(10))).toBe(0);
      expect(share(detector.push(voice))).toBeGreaterThan(0.5);
      expect(share(detector.push(background).slice(10))).toBe(0);
    }
  });

  it('gets used to a louder room, within seconds', () => {
    const detector = energyDetector({ threshold: 0 });
    detector.push(noise(16_000, -60));
    const decisions = detector.push(noise(10 * 8000, -40)).slice();
    expect(share(decisions.subarray(0, 10))).toBe(1);
    expect(share(decisions.subarray(-50))).toBe(0);
  });

  it('wants more for a higher threshold', () => {
    const counts = [0, 0.25, 0.5, 0.75, 1].map((threshold) =>
      share(energyDetector({ threshold }).push(speech.map((sample) => sample >> 2))),
    );
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(counts[4] as number);
  });

  it('decides the same however the audio is cut', () => {
    const pcm = joined(noise(3000, -50), speech.subarray(0, 12_000));
    const whole = [...energyDetector({ threshold: 0.5 }).push(pcm)];
    for (const cut of [1, 7, 160, 333, 4000]) {
      const detector = energyDetector({ threshold: 0.5 });
      const found: number[] = [];
      for (let at = 0; at < pcm.length; at += cut) found.push(...detector.push(pcm.subarray(at, at + cut)));
      expect(found).toEqual(whole);
    }
  });
});
