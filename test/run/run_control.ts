/** What a sink can do to a run, in which nothing comes of it but what a test asks for. */

import type { RunControl } from '../../src/run/sink.ts';

export function controlWith(own: Partial<RunControl> = {}): RunControl {
  return { nowMs: () => 0, stop: () => {}, drain: () => {}, endCall: () => {}, ...own };
}
