/** A worker as the run knows it: what it has in hand, and what was last heard of it. */

import type { Worker } from 'node:worker_threads';
import type { Due } from '../../core/load/dispatch.ts';
import type { GeneratorRecord } from '../../core/log/record.ts';
import type { ToWorker } from './protocol.ts';

export interface Hand {
  readonly worker: Worker;
  readonly calls: Map<number, Due>;
  /** Of these, the decided ones: their place is free, their records are still to come. */
  readonly decided: Set<number>;
  gauge: GeneratorRecord | null;
  loggedMs: number;
  alive: boolean;
  /** What it said as it broke down. */
  error: string | null;
}

export function handOf(worker: Worker): Hand {
  return {
    worker,
    calls: new Map(),
    decided: new Set(),
    gauge: null,
    loggedMs: 0,
    alive: true,
    error: null,
  };
}

/** Null: none is left. */
export function leastBusy(hands: readonly Hand[]): Hand | null {
  let best: Hand | null = null;
  for (const hand of hands) {
    if (hand.alive && (best === null || hand.calls.size < best.calls.size)) best = hand;
  }
  return best;
}

export function tell(hand: Hand, message: ToWorker): void {
  hand.worker.postMessage(message);
}
