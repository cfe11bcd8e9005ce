import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/scenario/repertoire.ts';
import { closeCut } from '../../src/scenario/spoken_digit.ts';

/** Samples that say where they are. */
const recording = (utterance: string, ...segments: Recording['segments']): Recording => ({
  utterance,
  voice: 'rms',
  transcript: utterance,
  durationMs: 700,
  segments,
  activeDbfs: -20,
  sha256: '',
  read: () => Promise.resolve(Int16Array.from({ length: 700 * 24 }, (_, i) => i)),
});

describe('a digit inside a number', () => {
  it('loses the silence around it, and keeps where its speech is', async () => {
    const cut = closeCut(recording('digit-6', { startMs: 90, endMs: 300 }, { startMs: 340, endMs: 520 }));
    expect(cut.durationMs).toBe(490);
    expect(cut.segments).toEqual([
      { startMs: 20, endMs: 230 },
      { startMs: 270, endMs: 450 },
    ]);
    const samples = await cut.read();
    expect(samples).toHaveLength(490 * 24);
    expect(samples[0]).toBe(70 * 24);
  });

  it('is not padded where there is nothing to lose', async () => {
    const whole = closeCut(recording('digit-0', { startMs: 5, endMs: 690 }));
    expect(whole.segments).toEqual([{ startMs: 5, endMs: 690 }]);
    expect(await whole.read()).toHaveLength(700 * 24);
  });

  it('leaves other utterances alone', () => {
    const hello = recording('hello', { startMs: 90, endMs: 520 });
    expect(closeCut(hello)).toBe(hello);
  });
});
