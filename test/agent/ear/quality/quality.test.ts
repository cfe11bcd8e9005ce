import { describe, expect, it } from 'vitest';
import { judge, qualityLimits } from '../../../../src/agent/ear/quality/quality.ts';
import { clean } from './clean_figures.ts';

describe('the verdict', () => {
  it('is good for clean speech, with nothing to suggest', () => {
    expect(judge(clean)).toEqual({ ...clean, verdict: 'good', reasons: [], suggestions: [] });
  });

  it.each([
    ['too_quiet', { levelDbfs: -40.1 }, { levelDbfs: -40 }],
    ['clipped', { levelDbfs: -3 }, { levelDbfs: -3.1 }],
    ['clipped', { clippedShare: 0.0101 }, { clippedShare: 0.01 }],
    ['noisy', { snrDb: 16.9 }, { snrDb: 17 }],
    ['choppy', { dropouts: 2, lostShare: 0.031 }, { dropouts: 2, lostShare: 0.03 }],
  ])('is poor as %s just past its limit, and not at it', (reason, past, at) => {
    expect(judge({ ...clean, ...past })).toMatchObject({ verdict: 'poor', reasons: [reason] });
    expect(judge({ ...clean, ...at })?.verdict).toBe('good');
  });

  it('names every reason, with a suggestion for each', () => {
    const quality = judge({ ...clean, levelDbfs: -45, snrDb: 3, clippedShare: 0.2, lostShare: 0.2 });
    expect(quality?.reasons).toEqual(['too_quiet', 'clipped', 'noisy', 'choppy']);
    expect(quality?.suggestions).toHaveLength(4);
  });

  it('is none where nothing could be a voice', () => {
    expect(judge({ ...clean, levelDbfs: qualityLimits.heardFromDbfs - 0.1 })).toBeNull();
    expect(judge({ ...clean, voicedMs: 20 })).toBeNull();
    expect(judge({ ...clean, levelDbfs: qualityLimits.heardFromDbfs })?.verdict).toBe('poor');
  });
});

describe('the suggestions', () => {
  it('say by how much to raise or lower the level, to −14 dBFS', () => {
    expect(judge({ ...clean, levelDbfs: -43.6 })?.suggestions).toEqual([
      'Speak up, move nearer to the microphone or raise its gain by 30 dB.',
    ]);
    expect(judge({ ...clean, levelDbfs: -2 })?.suggestions).toEqual([
      "Lower the microphone's gain by 12 dB.",
    ]);
  });

  it('look for clipping elsewhere where the level is low enough', () => {
    expect(judge({ ...clean, clippedShare: 0.05 })?.suggestions).toEqual([
      'Something before the connection cuts off the peaks: lower the gain there.',
    ]);
  });
});
