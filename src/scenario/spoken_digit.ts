/**
 * A digit as it is spoken inside a number: its recording without the silence around it, so that the gap between two digits is
 * the persona's, not the recordings'. A detector that ends turns after half a second would else cut numbers in pieces.
 */

import { FIXTURE_SAMPLE_RATE } from '../fixture/manifest.ts';
import { digitUtterances, type Recording } from './repertoire.ts';

/** Kept of what is before and after: faint onsets and releases are under the bound of what counts as audible. */
const BEFORE_MS = 20;
const AFTER_MS = 40;

const digits = new Set(digitUtterances());

/** Any other recording comes back as it is. */
export function closeCut(recording: Recording): Recording {
  const { segments, durationMs } = recording;
  const first = segments[0];
  const last = segments.at(-1);
  if (!digits.has(recording.utterance) || first === undefined || last === undefined) return recording;
  const fromMs = Math.max(0, first.startMs - BEFORE_MS);
  const toMs = Math.min(durationMs, last.endMs + AFTER_MS);
  const sampleAt = (ms: number): number => Math.round((ms * FIXTURE_SAMPLE_RATE) / 1000);
  return {
    ...recording,
    durationMs: toMs - fromMs,
    segments: segments.map(({ startMs, endMs }) => ({ startMs: startMs - fromMs, endMs: endMs - fromMs })),
    read: async () => (await recording.read()).subarray(sampleAt(fromMs), sampleAt(toMs)),
  };
}
