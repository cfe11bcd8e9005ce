/** A good utterance as the gauge reads it. */

import type { Figures } from '../../../../src/agent/ear/quality/gauge.ts';

export const clean: Figures = {
  levelDbfs: -20,
  noiseFloorDbfs: -60,
  snrDb: 40,
  clippedShare: 0,
  voicedMs: 800,
  dropouts: 0,
  lostShare: 0,
};
