/** Two who are told of what is played, where there may be none, one or both. Pure. */

import type { PlaybackObserver } from '../core/call/playback.ts';

export function bothOf(
  first: PlaybackObserver | null,
  second: PlaybackObserver | null,
): PlaybackObserver | null {
  if (first === null || second === null) return first ?? second;
  return {
    played: (ms, heardAtMs) => {
      first.played(ms, heardAtMs);
      second.played(ms, heardAtMs);
    },
    flushed: (atMs) => {
      first.flushed(atMs);
      second.flushed(atMs);
    },
  };
}
