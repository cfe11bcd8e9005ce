/**
 * What goes wrong with a caller's voice on its way, for the tests of the ear and for `bench:recognition`: noise, clipping,
 * the telephone's codec, lost packets, gain. Pure; what is drawn is drawn from the stream that is given. Samples are ±1
 * floats, and each returns an array of its own.
 */

import { g711Decode, g711Encode, type G711Law } from '../../../src/audio/g711.ts';
import { activeDbfs, rmsDbfs } from '../../../src/audio/level.ts';
import { pcm16FromFloat, pcm16ToFloat } from '../../../src/audio/pcm.ts';
import type { Random } from '../../../src/core/word/random.ts';

const PACKET_MS = 20;
const TALKERS = 6;

export function white(length: number, random: Random): Float32Array {
  return new Float32Array(length).map(() => 0.1 * random.normal());
}

/** 3 dB less an octave, to within half a dB from 1/1000 of the sample rate up (three poles by Paul Kellet, 1999). */
export function pink(length: number, random: Random): Float32Array {
  let slow = 0;
  let middle = 0;
  let fast = 0;
  return new Float32Array(length).map(() => {
    const draw = 0.1 * random.normal();
    slow = 0.997_65 * slow + 0.099_046 * draw;
    middle = 0.963 * middle + 0.296_516_4 * draw;
    fast = 0.57 * fast + 1.052_691_3 * draw;
    return slow + middle + fast + 0.1848 * draw;
  });
}

/** Six talkers at once, each saying one thing after another; `speech`: what they say. */
export function babble(length: number, random: Random, speech: readonly Float32Array[]): Float32Array {
  const babble = new Float32Array(length);
  for (let talker = 0; talker < TALKERS; talker++) {
    let said = random.pick(speech);
    let at = random.below(said.length);
    for (let i = 0; i < length; i++) {
      if (at === said.length) {
        said = random.pick(speech);
        at = 0;
      }
      babble[i] = (babble[i] as number) + (said[at++] as number);
    }
  }
  return babble;
}

/** The noise this far under the active level of the speech. */
export function inNoise(
  speech: Float32Array,
  noise: Float32Array,
  snrDb: number,
  sampleRate: number,
): Float32Array {
  const factor = 10 ** ((activeDbfs(speech, sampleRate) - snrDb - rmsDbfs(noise)) / 20);
  return speech.map((sample, i) => sample + factor * (noise[i] as number));
}

export function amplified(samples: Float32Array, gainDb: number): Float32Array {
  const factor = 10 ** (gainDb / 20);
  return samples.map((sample) => sample * factor);
}

/** Hard clipping: amplified until the peak is this far over full scale, and held there. */
export function clipped(samples: Float32Array, overDb: number): Float32Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const factor = 10 ** (overDb / 20) / peak;
  return samples.map((sample) => Math.max(-1, Math.min(1, sample * factor)));
}

/** Through G.711 and back. */
export function telephoned(samples: Float32Array, law: G711Law): Float32Array {
  return pcm16ToFloat(g711Decode(g711Encode(pcm16FromFloat(samples), law), law));
}

/**
 * A share of the 20 ms packets lost, silence in their place: `burst` in a row on average (Gilbert, 1960), with 1 never
 * two in a row.
 */
export function packetsLost(
  samples: Float32Array,
  sampleRate: number,
  share: number,
  burst: number,
  random: Random,
): Float32Array {
  const length = (sampleRate * PACKET_MS) / 1000;
  const begins = share / (burst * (1 - share));
  const left = samples.slice();
  let losing = random.chance(share);
  for (let at = 0; at < left.length; at += length) {
    if (losing) left.fill(0, at, at + length);
    losing = losing ? !random.chance(1 / burst) : random.chance(begins);
  }
  return left;
}
