/**
 * What is said of the audio of an utterance: good or poor, why, and what the caller could do. Pure. It judges what was
 * measured (level_meter.ts); whether the words were understood all the same is the recogniser's to say.
 */

import type { Figures } from './level_meter.ts';

export const qualityLimits = {
  /** Nothing quieter or shorter than this is taken for a voice, at whatever threshold: no verdict. */
  heardFromDbfs: -66,
  heardFromMs: 30,
  /** Speech under this is too quiet … */
  tooQuietDbfs: -40,
  /** … and from this on it is clipped, however it was cut. */
  tooLoudDbfs: -3,
  /** Where speech should be: loud, with room for its peaks. */
  targetDbfs: -14,
  /** More of the speech at full scale than this is clipped. */
  clippedShare: 0.01,
  /** Under this the words drown in the noise. */
  snrDb: 17,
  /** More of the speech lost than this is choppy. */
  lostShare: 0.03,
} as const;

export type QualityReason = 'too_quiet' | 'clipped' | 'noisy' | 'choppy';

/** Levels to a tenth of a dB, shares to four digits. */
export interface AudioQuality extends Figures {
  readonly verdict: 'good' | 'poor';
  /** Why it is poor. */
  readonly reasons: readonly QualityReason[];
  /** What would help, one for each reason. */
  readonly suggestions: readonly string[];
}

/** Null: there was nothing that could be a voice. */
export function judge(figures: Figures): AudioQuality | null {
  const { heardFromDbfs, heardFromMs } = qualityLimits;
  if (figures.levelDbfs < heardFromDbfs || figures.voicedMs < heardFromMs) return null;
  const reasons = reasonsOf(figures);
  return {
    levelDbfs: rounded(figures.levelDbfs, 1),
    noiseFloorDbfs: rounded(figures.noiseFloorDbfs, 1),
    snrDb: rounded(figures.snrDb, 1),
    clippedShare: rounded(figures.clippedShare, 4),
    voicedMs: figures.voicedMs,
    dropouts: figures.dropouts,
    lostShare: rounded(figures.lostShare, 4),
    verdict: reasons.length === 0 ? 'good' : 'poor',
    reasons,
    suggestions: reasons.map((reason) => suggestions[reason](figures)),
  };
}

function reasonsOf({ levelDbfs, clippedShare, snrDb, lostShare }: Figures): QualityReason[] {
  const reasons: QualityReason[] = [];
  if (levelDbfs < qualityLimits.tooQuietDbfs) reasons.push('too_quiet');
  if (levelDbfs >= qualityLimits.tooLoudDbfs || clippedShare > qualityLimits.clippedShare) {
    reasons.push('clipped');
  }
  if (snrDb < qualityLimits.snrDb) reasons.push('noisy');
  if (lostShare > qualityLimits.lostShare) reasons.push('choppy');
  return reasons;
}

const suggestions: Readonly<Record<QualityReason, (figures: Figures) => string>> = {
  too_quiet: ({ levelDbfs }) =>
    `Speak up, move nearer to the microphone or raise its gain by ${fromTargetDb(levelDbfs)} dB.`,
  clipped: ({ levelDbfs }) =>
    levelDbfs > qualityLimits.targetDbfs
      ? `Lower the microphone's gain by ${fromTargetDb(levelDbfs)} dB.`
      : 'Something before the connection cuts off the peaks: lower the gain there.',
  noisy: () => 'Call from a quieter place, or hold the microphone nearer to the mouth.',
  choppy: () => 'Use a steadier connection: parts of the speech were lost on the way.',
};

function fromTargetDb(levelDbfs: number): number {
  return Math.round(Math.abs(levelDbfs - qualityLimits.targetDbfs));
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  // Adding 0 turns −0 into 0, which JSON does not tell apart.
  return Math.round(value * scale) / scale + 0;
}
