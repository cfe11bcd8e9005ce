import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimator } from '../../../../src/agent/ear/features/decimate.ts';
import type { AudioQuality } from '../../../../src/agent/ear/quality/quality.ts';
import { QualityMeter } from '../../../../src/agent/ear/quality/quality_meter.ts';
import { G711_FULL_SCALE, g711Decode, g711Encode } from '../../../../src/audio/g711.ts';
import { activeDbfs, clippedShare, noiseFloorDbfs } from '../../../../src/audio/level.ts';
import { PCM16_FULL_SCALE, pcm16FromFloat, pcm16ToFloat } from '../../../../src/audio/pcm.ts';
import { loadLibrary, readFixture } from '../../../../src/fixture/manifest.ts';
import { Random } from '../../../../src/core/word/random.ts';
import { gain, join, mix, noise, silence, voice } from '../../../audio/signal.ts';

const PCM16 = { fullScale: 32_767, ratio: 3 };
const library = await loadLibrary();
const callers = await Promise.all(
  [...library.values()]
    .filter(({ fixture }) => fixture.role === 'caller')
    .map(async ({ dir, fixture }) => ({ id: fixture.id, pcm: await readFixture(dir, fixture) })),
);

/** The whole of it as one utterance, in pieces whose lengths go around. */
function measured(pcm: Int16Array, pieces: readonly number[] = [2400]): AudioQuality {
  const meter = new QualityMeter();
  const decimator = new Decimator();
  meter.begin();
  for (let at = 0, i = 0; at < pcm.length; i++) {
    const piece = pcm.subarray(at, at + (pieces[i % pieces.length] as number));
    at += piece.length;
    const silent = piece.every((sample) => sample === 0);
    meter.hear(piece, decimator.push(piece, silent), PCM16, silent && decimator.silent);
  }
  const quality = meter.end();
  if (quality === null) throw new Error('nothing was heard');
  return quality;
}

/** The recordings of which something does not hold. */
function unlike(holds: (pcm: Int16Array) => boolean): string[] {
  return callers.filter(({ pcm }) => !holds(pcm)).map(({ id }) => id);
}

const asRecorded = new Map<Int16Array, AudioQuality>();

/** Of a caller's recording: several look at all of them. */
function measuredOnce(pcm: Int16Array): AudioQuality {
  const quality = asRecorded.get(pcm) ?? measured(pcm);
  asRecorded.set(pcm, quality);
  return quality;
}

function narrow(pcm: Int16Array): Float32Array {
  return pcm16ToFloat(new Decimator().push(pcm));
}

const words = join(silence(400), voice(300, 0.1), silence(250), voice(500, 0.1), silence(400));
const room = noise(1850, 0.001);
const speech = mix(words, room);

/** Every frame of 20 ms is lost at this rate, in silence. */
function broken(pcm: Int16Array, rate: number, seed = 1): Int16Array {
  const random = new Random(seed, 'loss');
  const rest = pcm.slice();
  for (let at = 0; at < rest.length; at += 480) if (random.next() < rate) rest.fill(0, at, at + 480);
  return rest;
}

describe('the level', () => {
  it('is that of level.ts within 0.2 dB, for every recording', () => {
    const away = unlike((pcm) => Math.abs(measuredOnce(pcm).levelDbfs - activeDbfs(narrow(pcm), 8000)) < 0.2);
    expect(away).toEqual([]);
  });

  it('is within 0.8 dB of that at the full rate for nine in ten, whose sound does not lie above 4 kHz', () => {
    const away = callers
      .map(({ pcm }) => Math.abs(measuredOnce(pcm).levelDbfs - activeDbfs(pcm16ToFloat(pcm), 24_000)))
      .toSorted((a, b) => a - b);
    expect(away[Math.floor(away.length * 0.9)]).toBeLessThan(0.8);
    expect(away.at(-1)).toBeLessThan(4);
  });

  it('follows the gain, which leaves signal to noise and clipping as they are', () => {
    const as = measured(pcm16FromFloat(speech));
    fc.assert(
      fc.property(fc.double({ min: -15, max: 6, noNaN: true }), (gainDb) => {
        const quality = measured(pcm16FromFloat(gain(speech, 10 ** (gainDb / 20))));
        expect(Math.abs(quality.levelDbfs - as.levelDbfs - gainDb)).toBeLessThan(0.15);
        expect(Math.abs(quality.snrDb - as.snrDb)).toBeLessThan(0.3);
        expect(quality.clippedShare).toBe(as.clippedShare);
        expect(quality.voicedMs).toBe(as.voicedMs);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out pauses and a constant offset', () => {
    for (const heard of [speech, speech.subarray(9600)]) {
      const offset = heard.map((sample) => sample + 0.1);
      expect(Math.abs(measured(pcm16FromFloat(offset)).levelDbfs + 20)).toBeLessThan(0.3);
    }
    const { voicedMs } = measured(pcm16FromFloat(speech));
    expect(Math.abs(voicedMs - 800)).toBeLessThanOrEqual(20);
  });
});

describe('the noise', () => {
  it('is that of level.ts within 0.5 dB, where the background is heard', () => {
    for (const level of [0.0005, 0.002, 0.01, 0.03]) {
      const pcm = pcm16FromFloat(mix(words, noise(1850, level, 7)));
      expect(Math.abs(measured(pcm).noiseFloorDbfs - noiseFloorDbfs(narrow(pcm), 8000))).toBeLessThan(0.5);
    }
  });

  it('gives back the signal-to-noise ratio that was mixed, within 2 dB', () => {
    const level = activeDbfs(narrow(pcm16FromFloat(words)), 8000);
    for (const snrDb of [0, 6, 12, 20, 30, 40]) {
      // Of white noise a third comes through to the ear.
      const mixed = pcm16FromFloat(mix(words, noise(1850, 10 ** ((level - snrDb + 4.8) / 20), 3)));
      expect(Math.abs(measured(mixed).snrDb - snrDb), `${snrDb} dB`).toBeLessThan(2);
    }
  });

  it('is no digital silence: what a client sends in place of its pauses tells nothing of the room', () => {
    const gated = pcm16FromFloat(
      join(silence(600), noise(100, 0.01), mix(voice(500, 0.1), noise(500, 0.01)), silence(600)),
    );
    expect(Math.abs(measured(gated).noiseFloorDbfs + 44.8)).toBeLessThan(2);
    expect(unlike((pcm) => measuredOnce(pcm).snrDb > 20)).toEqual([]);
  });
});

describe('clipping', () => {
  it('is the share of the speech that level.ts counts, for recordings driven over', () => {
    const away = unlike((pcm) => {
      const over = pcm16FromFloat(gain(pcm16ToFloat(pcm), 10 ** (14 / 20)));
      const { clippedShare: share, voicedMs } = measured(over);
      const clipped = clippedShare(pcm16ToFloat(over), PCM16_FULL_SCALE) * over.length;
      return clipped > 0 && Math.abs(share - clipped / (voicedMs * 24)) < 0.0001;
    });
    expect(away).toEqual([]);
  });

  it('is found at full scale of G.711 as well', () => {
    for (const law of ['ulaw', 'alaw'] as const) {
      const heard = (factor: number): AudioQuality | null => {
        const spoken = join(noise(200, 0.001, 1, 8000), gain(voice(600, 0.1, 8000), factor));
        const pcm = g711Decode(g711Encode(pcm16FromFloat(spoken), law), law);
        const meter = new QualityMeter();
        meter.begin();
        meter.hear(pcm, pcm, { fullScale: G711_FULL_SCALE[law], ratio: 1 }, false);
        return meter.end();
      };
      expect(heard(1)).toMatchObject({ verdict: 'good', clippedShare: 0 });
      expect(heard(20)?.reasons).toContain('clipped');
    }
  });
});

describe('dropouts', () => {
  it('are none in any recording, nor in one after another with silence between', () => {
    expect(unlike((pcm) => measuredOnce(pcm).dropouts === 0 && measuredOnce(pcm).lostShare === 0)).toEqual(
      [],
    );
    const parts = callers.slice(0, 20).map(({ pcm }) => pcm);
    const line = new Int16Array(parts.reduce((sum, pcm) => sum + pcm.length + 4321, 0));
    let at = 0;
    for (const pcm of parts) {
      line.set(pcm, at);
      at += pcm.length + 4321;
    }
    expect(measured(line).dropouts).toBe(0);
  });

  it('are found where they are, in length within 4 ms each', () => {
    for (const lostMs of [20, 40, 120]) {
      const pcm = pcm16FromFloat(join(noise(300, 0.001), voice(1000, 0.1), noise(300, 0.001)));
      for (const atMs of [500, 803, 1011.5]) pcm.fill(0, atMs * 24, (atMs + lostMs) * 24);
      const { dropouts, lostShare, voicedMs } = measured(pcm);
      expect(dropouts).toBe(3);
      const foundMs = (lostShare * voicedMs) / (1 - lostShare);
      expect(Math.abs(foundMs / 3 - lostMs)).toBeLessThan(4);
    }
  });

  it('come to about the share of the speech that was lost, over many recordings', () => {
    for (const rate of [0.05, 0.15]) {
      const shares = callers.map(({ pcm }, i) => measured(broken(pcm, rate, i)).lostShare);
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      expect(mean).toBeGreaterThan(rate * 0.5);
      expect(mean).toBeLessThan(rate * 1.1);
    }
  });

  it('are told from silence in A-law, which is no zero', () => {
    const pcm = pcm16FromFloat(join(noise(300, 0.001, 1, 8000), voice(600, 0.1, 8000)));
    pcm.fill(0, 4000, 4160);
    const meter = new QualityMeter();
    meter.begin();
    const heard = g711Decode(g711Encode(pcm, 'alaw'), 'alaw');
    meter.hear(heard, heard, { fullScale: G711_FULL_SCALE.alaw, ratio: 1 }, false);
    expect(meter.end()?.dropouts).toBe(1);
  });
});

describe('the meter', () => {
  it('measures the same however the audio is cut', () => {
    const pcm = broken(pcm16FromFloat(gain(speech, 8)), 0.1);
    const whole = measured(pcm);
    expect(whole.reasons).toEqual(['clipped', 'choppy']);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 6 }), (pieces) => {
        expect(measured(pcm, pieces)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('begins an utterance with what was heard just before it, and forgets the one before', () => {
    const meter = new QualityMeter();
    const decimator = new Decimator();
    const hear = (samples: Float32Array): void => {
      const pcm = pcm16FromFloat(samples);
      for (let at = 0; at < pcm.length; at += 2400) {
        const piece = pcm.subarray(at, at + 2400);
        meter.hear(piece, decimator.push(piece), PCM16, false);
      }
    };
    hear(join(noise(2000, 0.02), voice(100, 0.1)));
    meter.begin();
    expect(meter.busy).toBe(true);
    hear(voice(400, 0.1));
    const first = meter.end();
    expect(first?.voicedMs).toBeGreaterThan(450);
    expect(Math.abs((first?.noiseFloorDbfs ?? 0) + 38.8)).toBeLessThan(1.5);
    expect(meter.busy).toBe(false);
    hear(noise(200, 0.001));
    meter.begin();
    hear(voice(400, 0.05));
    const second = meter.end();
    expect(Math.abs((second?.levelDbfs ?? 0) + 26)).toBeLessThan(0.5);
    expect(second?.noiseFloorDbfs).toBeLessThan(-60);
  });

  it('hears nothing in silence, digital or nearly so, and outside of utterances', () => {
    const meter = new QualityMeter();
    const decimator = new Decimator();
    expect(meter.end()).toBeNull();
    for (const [level, offset] of [
      [0, 0],
      [0.0001, 0],
      [0, 0.05],
      [0.0001, 0.05],
    ] as const) {
      meter.begin();
      const pcm = pcm16FromFloat(noise(1000, level).map((sample) => sample + offset));
      const zeros = pcm.every((sample) => sample === 0);
      meter.hear(pcm, decimator.push(pcm, zeros), PCM16, zeros);
      expect(meter.end()).toBeNull();
    }
  });
});
