/**
 * Whether the channels of a recording hold the same: one voice heard by two microphones, or two people on a line. Pure. Their
 * levels over time are compared, not their waves: microphones apart from each other, or with one turned round, still rise and
 * fall together.
 */

import { rmsDbfs } from './level.ts';

/** From here on channels are one sound. People who take turns are below 0, two noises near it. */
export const ALIKE = 0.5;
const WINDOWS = 400;
const MIN_WINDOW = 64;
/** Quieter than the loudest by more, a channel holds nothing (downmix.ts). */
const DEAD_CHANNEL_DB = 30;

/** The least correlation (−1 to 1) of any channel's level with the loudest's; 1 where there is but one that holds anything. */
export function alikeness(channels: readonly Float32Array[]): number {
  const levels = channels.map((channel) => rmsDbfs(channel));
  const most = Math.max(...levels);
  const alive = channels.filter((_, i) => most - (levels[i] as number) <= DEAD_CHANNEL_DB);
  const loudest = channels[levels.indexOf(most)];
  if (alive.length < 2 || loudest === undefined) return 1;
  const first = envelope(loudest);
  return Math.min(...alive.map((channel) => correlation(first, envelope(channel))));
}

function envelope(samples: Float32Array): Float64Array {
  const window = Math.max(MIN_WINDOW, Math.ceil(samples.length / WINDOWS));
  const levels = new Float64Array(Math.max(1, Math.floor(samples.length / window)));
  for (let i = 0; i < levels.length; i++) {
    let sum = 0;
    for (let at = i * window; at < (i + 1) * window; at++) sum += (samples[at] ?? 0) ** 2;
    levels[i] = Math.sqrt(sum / window);
  }
  return levels;
}

/** Two that do not move at all, as steady tones do, are taken as one. */
function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(a[i] as number) - ma, (b[i] as number) - mb];
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  const still = 0.05 ** 2 * a.length;
  if (aa < still * ma * ma && bb < still * mb * mb) return 1;
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
