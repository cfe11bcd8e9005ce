/** Sounds laid over one another, and the short ones that a place is full of. Pure and seeded. */

import type { Random } from '../../core/word/random.ts';

/** Adds so much of one sound to another, in place; what reaches over the end is left out. */
export function lay(over: Float32Array, sound: Float32Array, gain: number, from = 0): void {
  for (let i = 0; i < sound.length && from + i < over.length; i++) {
    over[from + i] = (over[from + i] as number) + gain * (sound[i] as number);
  }
}

/** Instants by chance, so many a second on average, as samples from the start; ascending. */
export function instants(
  length: number,
  sampleRate: number,
  random: Random,
  perSecond: number,
): readonly number[] {
  const at: number[] = [];
  for (let t = random.exponential(1 / perSecond); ; t += random.exponential(1 / perSecond)) {
    const sample = Math.floor(t * sampleRate);
    if (sample >= length) return at;
    at.push(sample);
  }
}

/** A sound of a struck thing: partials that do not fit one another and die away, the higher ones sooner. Peak about 1. */
export function struck(
  sampleRate: number,
  random: Random,
  { fromHz, toHz, decayMs }: { readonly fromHz: number; readonly toHz: number; readonly decayMs: number },
): Float32Array {
  const sound = new Float32Array(Math.ceil((sampleRate * decayMs * 6) / 1000));
  const partials = 4;
  for (let partial = 0; partial < partials; partial++) {
    const hz = random.between(fromHz, toHz);
    const phase = random.between(0, 2 * Math.PI);
    const decay = (decayMs / 1000) * Math.sqrt(fromHz / hz);
    if (hz >= sampleRate / 2) continue;
    for (let i = 0; i < sound.length; i++) {
      const t = i / sampleRate;
      sound[i] =
        (sound[i] as number) + (Math.exp(-t / decay) * Math.sin(2 * Math.PI * hz * t + phase)) / partials;
    }
  }
  return sound;
}

/** A short noise that starts at once and dies away. Peak a few. */
export function clatter(sampleRate: number, random: Random, decayMs: number): Float32Array {
  const sound = new Float32Array(Math.ceil((sampleRate * decayMs * 6) / 1000));
  const decay = (sampleRate * decayMs) / 1000;
  for (let i = 0; i < sound.length; i++) sound[i] = random.normal() * Math.exp(-i / decay);
  return sound;
}
