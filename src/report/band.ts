/** In which band of the scenario's a response latency lies: a bound is of the band above it. Pure; the browser uses it too. */

import type { Band, BandCounts } from './summary.ts';

export function bandOf(latencyMs: number, boundsMs: BandCounts['boundsMs']): Band {
  if (latencyMs < boundsMs.excellent) return 'excellent';
  if (latencyMs < boundsMs.good) return 'good';
  if (latencyMs < boundsMs.acceptable) return 'acceptable';
  return latencyMs < boundsMs.poor ? 'poor' : 'unacceptable';
}
