import { describe, expect, it } from 'vitest';
import { impairLines, impairText, readImpairText } from '../../src/impair/impair_text.ts';
import { impairments } from '../../src/impair/impairments.ts';

describe('the notation of impairments', () => {
  it.each([
    ['noise=white@5dB', 'noise=white@5dB'],
    [' noise = white @ 5 dB ', 'noise=white@5dB'],
    ['noise', 'noise=white@10dB'],
    ['noise,snr=-5', 'noise=white@-5dB'],
    ['clip=6dB', 'clip=6dB@hard'],
    ['gain=-12.5dB', 'gain=-12.5dB'],
  ])('reads %s as %s', (text, whole) => {
    const reading = readImpairText(text);
    expect('ok' in reading && impairText(reading.ok)).toBe(whole);
  });

  it.each([...impairments.keys()])('says each as it reads it: %s', (name) => {
    const reading = readImpairText(name);
    if (!('ok' in reading)) throw new Error(reading.mistake);
    expect(readImpairText(impairText(reading.ok))).toEqual(reading);
    expect(impairLines().some((line) => line.trim().startsWith(name))).toBe(true);
  });

  it.each([
    ['noise=white@5dB@6dB', 'noise takes noise=white@10dB, found "noise=white@5dB@6dB"'],
    ['noise=white=5', 'expected an impairment such as noise=babble@5dB, found "noise=white=5"'],
    ['noise=white,snr', 'expected arguments such as snr=5dB, found "snr"'],
    ['noise=white@5dB,snr=6dB', 'noise: "snr" is said twice'],
    ['clip=6kHz', 'clip: over: expected from 0dB to 60dB, found "6kHz"'],
    ['', 'there is no impairment ""'],
  ])('refuses %s', (text, mistake) => {
    const reading = readImpairText(text);
    expect('mistake' in reading && reading.mistake).toContain(mistake);
  });
});
