import { describe, expect, it } from 'vitest';
import type { Figures } from '../../../../src/agent/ear/quality/level_meter.ts';
import { judge, type AudioQuality } from '../../../../src/agent/ear/quality/quality.ts';
import { QualitySummary, type SessionQuality } from '../../../../src/agent/ear/quality/quality_summary.ts';
import { clean } from './clean_figures.ts';

function summary(...utterances: readonly Partial<Figures>[]): SessionQuality | null {
  const all = new QualitySummary();
  for (const figures of utterances) all.add(judge({ ...clean, ...figures }) as AudioQuality);
  return all.read();
}

describe('the summary of a session', () => {
  it('is none where nothing was heard', () => {
    expect(summary()).toBeNull();
  });

  it('has levels, the share of good audio, and why the rest was poor, the most frequent first', () => {
    const noisy = { snrDb: 5 };
    expect(
      summary({ levelDbfs: -18 }, { levelDbfs: -25.3 }, {}, noisy, { ...noisy, lostShare: 0.1 }, {}, {}),
    ).toEqual({
      utterances: 7,
      meanLevelDbfs: -20.5,
      minLevelDbfs: -25.3,
      maxLevelDbfs: -18,
      goodShare: 0.7143,
      reasons: [
        { reason: 'noisy', utterances: 2 },
        { reason: 'choppy', utterances: 1 },
      ],
      suggestions: [],
    });
  });

  it('suggests to raise a voice that is quiet throughout', () => {
    expect(summary({ levelDbfs: -31 }, { levelDbfs: -29 })?.suggestions).toEqual([]);
    expect(summary({ levelDbfs: -31.2 }, { levelDbfs: -29 })?.suggestions).toEqual([
      "The voice is quiet throughout: speak up, or raise the microphone's gain by 16 dB.",
    ]);
  });

  it('suggests to lower one that is too loud once', () => {
    expect(summary({}, { levelDbfs: -6 })?.suggestions).toEqual([]);
    expect(summary({}, { levelDbfs: -5.5 })?.suggestions).toEqual([
      "At its loudest the voice has no room left: lower the microphone's gain by 9 dB.",
    ]);
  });

  it('suggests to look at microphone and room where over 30% were poor', () => {
    const poor = { snrDb: 5 };
    const good = Array.from({ length: 7 }, () => ({}));
    expect(summary(...good, poor, poor, poor)?.suggestions).toEqual([]);
    expect(summary(...good, poor, poor, poor, poor)?.suggestions).toEqual([
      '36% of the utterances were poor: check the microphone and the room it is in.',
    ]);
  });
});
