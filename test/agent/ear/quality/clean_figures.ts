/** A good utterance as the level meter reads it. */

import type { Figures } from '../../../../src/agent/ear/quality/level_meter.ts';

export const clean: Figures = {
  levelDbfs: -20,
  noiseFloorDbfs: -60,
  snrDb: 40,
  clippedShare: 0,
  voicedMs: 800,
  dropouts: 0,
  lostShare: 0,
};
