/** Gaps inside an answer: how often a listener's buffer ran dry, and for how long. Of turns with agent audio. */

import type { Family } from './family.ts';

export const playbackUnderrun = {
  playback_underruns: { ofTurn: ({ turn }) => (turn.answerAudioMs > 0 ? turn.underruns.count : null) },
  playback_underrun_time: { ofTurn: ({ turn }) => (turn.answerAudioMs > 0 ? turn.underruns.ms : null) },
} as const satisfies Family;
