/**
 * The parts that response latency is made of, along the way of sound; they add up to it. A part can be missing where the
 * answer is not, so none of them owes a value. The way up is inside `vad_delay`: it is told, and is no part of its own.
 */

import type { TurnLatencies } from '../../core/log/timing.ts';
import type { Family, MeasuredTurn } from './family.ts';
import { asksForWords } from './response_latency.ts';

export const latencyPart = {
  packetization: part((times) => times.packetization),
  vad_delay: part((times) => times.vadDelay),
  llm_delay: part((times) => times.llmDelay),
  tts_delay: part((times) => times.ttsDelay),
  network_up: { ofTurn: ({ times }) => times.networkUp },
  network_down: { row: 'part', ofTurn: ({ times }) => times.networkDown },
  playback_delay: part((times) => times.playbackDelay),
  lead_in: part((times) => times.leadIn),
  unattributed: part((times) => times.unattributed),
} as const satisfies Family;

function part(of: (times: TurnLatencies) => number | null) {
  return {
    row: 'part',
    ofTurn: (measured: MeasuredTurn): number | null => (asksForWords(measured) ? of(measured.times) : null),
  } as const;
}
