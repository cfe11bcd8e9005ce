/**
 * Makes one channel of several, without the two usual accidents: a dead channel that halves the level, and two
 * channels in opposite phase that cancel each other. Pure.
 */

import { rmsDbfs } from './level.ts';

/** A channel this far under the loudest one holds nothing worth mixing in. */
const DEAD_CHANNEL_DB = 30;
/** A mix this far under its loudest channel has cancelled. */
const CANCELLED_DB = 10;

export interface Downmix {
  readonly samples: Float32Array;
  /** What was done, where it was more than a mean of all channels. */
  readonly note: string | null;
}

/** RangeError without a channel. The channels have one length. */
export function downmix(channels: readonly Float32Array[]): Downmix {
  const levels = channels.map((channel) => rmsDbfs(channel));
  const loudest = levels.indexOf(Math.max(...levels));
  const first = channels[loudest];
  if (first === undefined) throw new RangeError('there is no channel to mix');
  const loudestDbfs = levels[loudest] as number;
  const alive = channels.filter((_channel, i) => loudestDbfs - (levels[i] as number) <= DEAD_CHANNEL_DB);
  const mixed = meanOf(alive);
  if (loudestDbfs - rmsDbfs(mixed) > CANCELLED_DB) {
    return { samples: first.slice(), note: `channels cancel each other: took channel ${loudest + 1} alone` };
  }
  const dead = channels.length - alive.length;
  return { samples: mixed, note: dead === 0 ? null : `left out ${dead} silent channel(s)` };
}

function meanOf(channels: readonly Float32Array[]): Float32Array {
  const mixed = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) {
    for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] as number) + (channel[i] as number);
  }
  for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] as number) / channels.length;
  return mixed;
}
