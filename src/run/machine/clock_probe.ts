/** How well this process is woken, and how evenly its clocks go: measured, over about a second. */

import type { ClockReading } from './machine_reading.ts';

export interface ProbedClocks {
  /** Monotonic, ms. */
  readonly now: () => number;
  /** Of day, whole ms. */
  readonly ofDay: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export const ownClocks: ProbedClocks = {
  now: () => performance.now(),
  ofDay: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

interface Edge {
  readonly now: number;
  readonly ofDay: number;
}

const EVERY_MS = 5;
const STEPS = 1000;

export async function probeClocks(
  clocks: ProbedClocks,
  overMs: number,
): Promise<Pick<ClockReading, 'stepUs' | 'driftPpm' | 'late' | 'overMs'>> {
  const { now, wait } = clocks;
  const stepUs = smallestStepUs(now);
  const begun = edge(clocks);
  const lateMs: number[] = [];
  const startMs = now();
  // To instants of a plan, as the frames of a call go: what is late once is not late for ever.
  for (let dueMs = startMs + EVERY_MS; dueMs <= startMs + overMs; dueMs += EVERY_MS) {
    const leftMs = dueMs - now();
    if (leftMs > 0) await wait(leftMs);
    lateMs.push(Math.max(0, now() - dueMs));
  }
  const ended = edge(clocks);
  lateMs.sort((a, b) => a - b);
  const at = (share: number): number =>
    lateMs[Math.min(lateMs.length - 1, Math.floor(share * lateMs.length))] ?? 0;
  const passedMs = ended.now - begun.now;
  return {
    stepUs,
    driftPpm: passedMs > 0 ? ((ended.ofDay - begun.ofDay - passedMs) / passedMs) * 1e6 : 0,
    late: { p50Ms: at(0.5), p99Ms: at(0.99), mostMs: lateMs.at(-1) ?? 0 },
    overMs,
  };
}

const EDGES = 5;

/** The instant at which the time of day becomes another millisecond: it is told in whole ones. Of several, the one that was seen soonest. */
function edge(clocks: ProbedClocks): Edge {
  let best = oneEdge(clocks);
  for (let i = 1; i < EDGES; i++) {
    const next = oneEdge(clocks);
    if (next.ofDay - next.now > best.ofDay - best.now) best = next;
  }
  return best;
}

function oneEdge({ now, ofDay }: ProbedClocks): Edge {
  const first = ofDay();
  let found = first;
  let atMs = now();
  for (const untilMs = atMs + 5; found === first && atMs < untilMs; atMs = now()) found = ofDay();
  return { now: atMs, ofDay: found };
}

function smallestStepUs(now: () => number): number {
  let least = Infinity;
  let before = now();
  for (let i = 0; i < STEPS; i++) {
    const atMs = now();
    if (atMs > before) least = Math.min(least, atMs - before);
    before = atMs;
  }
  return least === Infinity ? 0 : least * 1000;
}
