import loadFvad from '@echogarden/fvad-wasm';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FvadModule } from '@echogarden/fvad-wasm';
import { Decimator } from '../../../../src/agent/ear/features/decimate.ts';
import type { DetectorFactory } from '../../../../src/agent/ear/detector/detector.ts';
import { fvadMode, loadFvadDetector } from '../../../../src/agent/ear/detector/detector_fvad.ts';
import { gateDbfs } from '../../../../src/agent/ear/detector/energy_gate.ts';
import { recordings } from '../../virtual_client.ts';

let make: DetectorFactory;
let fvad: FvadModule;
let speech: Int16Array;

beforeAll(async () => {
  make = await loadFvadDetector();
  fvad = await loadFvad();
  const spoken = await recordings('slt/complex', 'awb/stop', 'rms/cough');
  speech = Int16Array.from(spoken.flatMap(({ pcm }) => [...new Decimator().push(pcm)]));
});

/** libfvad and the gate on every frame, none left out. */
function reference(pcm: Int16Array, threshold: number): number[] {
  const instance = fvad._fvad_new();
  const frame = fvad._malloc(320);
  fvad._fvad_set_mode(instance, fvadMode(threshold));
  fvad._fvad_set_sample_rate(instance, 8000);
  const gate = 160 * (32_768 * 10 ** (gateDbfs(threshold) / 20)) ** 2;
  const decisions: number[] = [];
  for (let at = 0; at + 160 <= pcm.length; at += 160) {
    const samples = pcm.subarray(at, at + 160);
    fvad.HEAP16.set(samples, frame >> 1);
    const voiced = fvad._fvad_process(instance, frame, 160) === 1;
    decisions.push(voiced && samples.reduce((sum, sample) => sum + sample * sample, 0) >= gate ? 1 : 0);
  }
  fvad._fvad_free(instance);
  fvad._free(frame);
  return decisions;
}

describe('voice detection', () => {
  it('decides as if every frame were run, silence and all, however the audio is cut', () => {
    const part = fc.oneof(
      fc.tuple(fc.nat(), fc.integer({ min: 100, max: 8000 })).map(([from, length]) => {
        const start = from % speech.length;
        return speech.slice(start, start + length);
      }),
      fc.integer({ min: 1, max: 12_000 }).map((length) => new Int16Array(length)),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        fc.oneof(fc.constantFrom(160, 320, 800), fc.integer({ min: 1, max: 1700 })),
        (parts, cut) => {
          const pcm = Int16Array.from(parts.flatMap((samples) => [...samples]));
          const detector = make({ threshold: 0.5 });
          const found: number[] = [];
          for (let at = 0; at < pcm.length; at += cut) {
            const piece = pcm.subarray(at, at + cut);
            found.push(
              ...detector.push(
                piece,
                piece.every((sample) => sample === 0),
              ),
            );
          }
          detector.release();
          expect(found.join()).toBe(reference(pcm, 0.5).join());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('hears a voice in speech and none in silence', () => {
    const detector = make({ threshold: 0.5 });
    const voiced = detector.push(speech).reduce((sum, decision) => sum + decision, 0);
    expect(voiced * 160).toBeGreaterThan(speech.length / 2);
    expect(detector.push(new Int16Array(80_000)).some((decision) => decision === 1)).toBe(false);
    detector.release();
  });

  it('hears no more at a higher threshold', () => {
    const heard = (threshold: number): number => {
      const detector = make({ threshold });
      const quiet = speech.map((sample) => Math.round(sample / 8));
      const count = detector.push(quiet).reduce((sum, decision) => sum + decision, 0);
      detector.release();
      return count;
    };
    const counts = [0, 0.25, 0.5, 0.75, 1].map(heard);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(counts[4] ?? Infinity);
  });

  it('does not grow with sessions that come and go', () => {
    const bytes = fvad.HEAPU8.length;
    for (let i = 0; i < 50_000; i++) make({ threshold: 0.5 }).release();
    expect(fvad.HEAPU8.length).toBe(bytes);
    make({ threshold: 0.5 }).release();
  });
});
