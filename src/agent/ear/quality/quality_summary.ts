/**
 * How good the audio of many utterances was: of a session, or of all that a server has heard. Pure; it keeps counts and sums,
 * not the utterances.
 */

import { qualityLimits, type AudioQuality, type QualityReason } from './quality.ts';

export const summaryLimits = {
  /** Speech under this on average is worth raising, though no single utterance may be too quiet. */
  quietMeanDbfs: -30,
  /** An utterance over this leaves no room for a louder one. */
  loudestDbfs: -6,
  /** More poor utterances than this are no accident. */
  poorShare: 0.3,
} as const;

/** Levels in dBFS of active speech, to a tenth of a dB; shares 0 to 1. */
export interface SessionQuality {
  readonly utterances: number;
  /** Mean of the utterances' levels. */
  readonly meanLevelDbfs: number;
  readonly minLevelDbfs: number;
  readonly maxLevelDbfs: number;
  readonly goodShare: number;
  /** Why utterances were poor, the most frequent first. */
  readonly reasons: readonly { readonly reason: QualityReason; readonly utterances: number }[];
  readonly suggestions: readonly string[];
}

export class QualitySummary {
  private utterances = 0;
  private levels = 0;
  private min = Infinity;
  private max = -Infinity;
  private good = 0;
  private readonly reasons = new Map<QualityReason, number>();

  add({ levelDbfs, verdict, reasons }: AudioQuality): void {
    this.utterances++;
    this.levels += levelDbfs;
    this.min = Math.min(this.min, levelDbfs);
    this.max = Math.max(this.max, levelDbfs);
    if (verdict === 'good') this.good++;
    for (const reason of reasons) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  /** Null: nothing was heard yet. */
  read(): SessionQuality | null {
    const { utterances, levels, min, max, good } = this;
    if (utterances === 0) return null;
    const meanDbfs = levels / utterances;
    const goodShare = good / utterances;
    return {
      utterances,
      meanLevelDbfs: Math.round(meanDbfs * 10) / 10,
      minLevelDbfs: min,
      maxLevelDbfs: max,
      goodShare: Math.round(goodShare * 1e4) / 1e4,
      reasons: [...this.reasons]
        .map(([reason, count]) => ({ reason, utterances: count }))
        .toSorted((a, b) => b.utterances - a.utterances || (a.reason < b.reason ? -1 : 1)),
      suggestions: suggestionsFor(meanDbfs, max, (utterances - good) / utterances),
    };
  }
}

function suggestionsFor(meanDbfs: number, maxDbfs: number, poorShare: number): string[] {
  const suggestions: string[] = [];
  if (meanDbfs < summaryLimits.quietMeanDbfs) {
    const byDb = Math.round(qualityLimits.targetDbfs - meanDbfs);
    suggestions.push(
      `The voice is quiet throughout: speak up, or raise the microphone's gain by ${byDb} dB.`,
    );
  }
  if (maxDbfs > summaryLimits.loudestDbfs) {
    const byDb = Math.round(maxDbfs - qualityLimits.targetDbfs);
    suggestions.push(`At its loudest the voice has no room left: lower the microphone's gain by ${byDb} dB.`);
  }
  if (poorShare > summaryLimits.poorShare) {
    const percent = Math.round(poorShare * 100);
    suggestions.push(`${percent}% of the utterances were poor: check the microphone and the room it is in.`);
  }
  return suggestions;
}
