/**
 * The agent's voice as its listener hears it, as samples on the playback clock, for as long as somebody may still ask for it: what
 * comes is put behind what came before, what is cut off is gone, what is past is let go of. Pure. Amortised O(1) a sample; memory
 * is used again.
 */

import type { PcmReader } from '../core/call/event.ts';

/** Audio that is heard without a gap. */
interface Stretch {
  readonly startMs: number;
  endMs: number;
  /** From sample `dropped` of the stretch on. */
  samples: Int16Array;
  dropped: number;
  /** Of the whole stretch. */
  length: number;
}

const FIRST_MS = 1000;

export class HeardVoice {
  private readonly samplesPerMs: number;
  private readonly stretches: Stretch[] = [];
  /** Of a stretch that is past, for the next one. */
  private spare: Int16Array | null = null;

  constructor(sampleRate: number) {
    this.samplesPerMs = sampleRate / 1000;
  }

  /** So much is heard from this instant on. Null, or where it breaks off: silence in its place. */
  push(ms: number, heardAtMs: number, pcm: PcmReader | null): void {
    let stretch = this.stretches.at(-1);
    if (stretch === undefined || stretch.endMs !== heardAtMs) {
      const samples = this.spare ?? new Int16Array(Math.ceil(FIRST_MS * this.samplesPerMs));
      this.spare = null;
      stretch = { startMs: heardAtMs, endMs: heardAtMs, samples, dropped: 0, length: 0 };
      this.stretches.push(stretch);
    }
    stretch.endMs += ms;
    const from = stretch.length - stretch.dropped;
    stretch.length = Math.round((stretch.endMs - stretch.startMs) * this.samplesPerMs);
    const to = stretch.length - stretch.dropped;
    if (to > stretch.samples.length) {
      const grown = new Int16Array(Math.max(to, 2 * stretch.samples.length));
      grown.set(stretch.samples.subarray(0, from));
      stretch.samples = grown;
    }
    const { samples } = stretch;
    let at = from;
    for (let next = pcm?.next() ?? null; next !== null && at < to; next = pcm?.next() ?? null) {
      const fits = Math.min(next.length, to - at);
      samples.set(fits === next.length ? next : next.subarray(0, fits), at);
      at += fits;
    }
    samples.fill(0, at, to);
  }

  /** What was to be heard from this instant on is not. */
  cut(atMs: number): void {
    for (
      let last = this.stretches.at(-1);
      last !== undefined && last.endMs > atMs;
      last = this.stretches.at(-1)
    ) {
      if (last.startMs < atMs) {
        last.endMs = atMs;
        last.length = Math.max(last.dropped, Math.round((atMs - last.startMs) * this.samplesPerMs));
        return;
      }
      this.letGo(this.stretches.pop());
    }
  }

  /** Nobody asks for what was heard before this instant any more. */
  forget(beforeMs: number): void {
    for (
      let first = this.stretches[0];
      first !== undefined && first.endMs <= beforeMs;
      first = this.stretches[0]
    )
      this.letGo(this.stretches.shift());
    const first = this.stretches[0];
    if (first === undefined) return;
    const past = Math.floor((beforeMs - first.startMs) * this.samplesPerMs) - first.dropped;
    // Not at each frame: only once more is past than is kept.
    if (past < first.length - first.dropped - past) return;
    first.samples.copyWithin(0, past, first.length - first.dropped);
    first.dropped += past;
  }

  /** Something was heard in this stretch of time. */
  has(fromMs: number, toMs: number): boolean {
    return this.stretches.some(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
  }

  /**
   * Adds what was heard from this instant on, so much louder, to samples at a rate of their own. At the same rate samples stay what
   * they are, moved by half of one at most; else they are averaged, or joined by lines.
   */
  addTo(into: Float32Array, fromMs: number, intoPerMs: number, gain: number): void {
    const step = this.samplesPerMs / intoPerMs;
    for (const { startMs, samples, dropped, length } of this.stretches) {
      const exact = (fromMs - startMs) * this.samplesPerMs;
      // A hair over a half: else one frame could be rounded up and the next one down.
      const first = (step === 1 ? Math.floor(exact + 0.5 + 1e-6) : exact) - dropped;
      const kept = length - dropped;
      const begin = Math.max(0, Math.ceil(-first / step));
      const end = Math.min(into.length, Math.ceil((kept - first) / step));
      for (let i = begin; i < end; i++) {
        const at = first + i * step;
        into[i] =
          (into[i] as number) +
          gain * (step === 1 ? (samples[at] as number) : between(samples, at, step, kept));
      }
    }
  }

  /** Memory that it takes, in samples. */
  get heldSamples(): number {
    return this.stretches.reduce((sum, { samples }) => sum + samples.length, this.spare?.length ?? 0);
  }

  private letGo(stretch: Stretch | undefined): void {
    if (stretch !== undefined && stretch.samples.length > (this.spare?.length ?? 0))
      this.spare = stretch.samples;
  }
}

/** What lies at a place between samples, or on the average of so many from there on. */
function between(samples: Int16Array, at: number, step: number, length: number): number {
  const left = Math.floor(at);
  if (step < 1) {
    const value = samples[left] as number;
    const next = left + 1 < length ? (samples[left + 1] as number) : 0;
    return value + (next - value) * (at - left);
  }
  const right = Math.min(length, left + Math.round(step));
  let sum = 0;
  for (let i = left; i < right; i++) sum += samples[i] as number;
  return sum / Math.round(step);
}
