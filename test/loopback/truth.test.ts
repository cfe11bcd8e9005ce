/**
 * What the harness measures is what happened: for a hundred calls at once, each turn's time to first audio is laid beside
 * the agent's own record of when it had the end of the speech and when it sent.
 */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { artefactsOf, expectAccounted } from './artefacts.ts';
import { callstorm, temporary, written } from './command.ts';
import { differenceAt, truthOf, type Truth } from './truth_of.ts';

const CALLS = 100;

const TURNS = 4;
/** The promise, on a machine that lets the generator keep time. */
const PROMISED_MS = 3;
const folder = temporary();
written(
  'brief.yaml',
  `
name: brief
voice: joe
greeting: greeting
answers: [filler-check, filler-moment]
latency: { llm: { median: 150ms, sigma: 0.3 }, tts: { median: 40ms, sigma: 0.3 } }
`,
  folder,
);
// All are connected, and listen to the greeting, before the first of them is measured.
const file = written(
  'truth.yaml',
  `
name: truth
seed: 73000
target: { speaks_first: agent, profile: brief.yaml }
callers:
  - name: talker
    persona: { pause: [200ms, 600ms] }
    script: [listen, ${Array(TURNS).fill('{ say: okay }, listen').join(', ')}]
load: { concurrency: ${CALLS}, ramp: 3s, calls: ${CALLS} }
`,
  folder,
);

interface Measured {
  readonly truth: Truth;
  /** How late its frames went out and its loops came round, as the run says itself: a turn may have both. */
  readonly stated: { readonly p50: number; readonly p95: number; readonly p99: number };
}

async function measured(): Promise<Measured> {
  const own = temporary();
  const agentLog = join(own, 'agent.ndjson');
  const out = join(own, 'run');
  const { exitCode, err } = await callstorm(['run', file, '--out', out, '--agent-log', agentLog, '--quiet'])
    .ended;
  expect(err).toBe('');
  expect([0, 3]).toContain(exitCode);
  const found = artefactsOf(out);
  expectAccounted(found, CALLS);
  expect(found.summary.run.peakConcurrency).toBe(CALLS);
  const { sendLateness, loopLag } = found.summary.generator;
  const stated = {
    p50: (sendLateness.p50 ?? Number.NaN) + (loopLag.p50 ?? Number.NaN),
    p95: (sendLateness.p95 ?? Number.NaN) + (loopLag.p95 ?? Number.NaN),
    p99: (sendLateness.p99 ?? Number.NaN) + (loopLag.p99 ?? Number.NaN),
  };
  return { truth: truthOf(join(out, 'calls.ndjson'), agentLog), stated };
}

describe('time to first audio', () => {
  it('differs from the agent’s own record by at most 3 ms at p99, and beyond it only by what the run owns up to', async () => {
    let { truth, stated } = await measured();
    // A machine that others have a part in for a moment is asked again: an error of the harness's own is there again.
    if (differenceAt(truth, 99) > PROMISED_MS) ({ truth, stated } = await measured());
    expect(truth.unmatched).toBe(0);
    expect(truth.turns).toBe(TURNS * CALLS);
    expect(differenceAt(truth, 50)).toBeLessThan(1 + stated.p50);
    // A few late frames are a hundredth of these turns. Where the machine did not let the generator keep time, the run says by
    // how much: so much more, and nothing beyond.
    const [p95, p99] = [differenceAt(truth, 95), differenceAt(truth, 99)];
    if (p99 > PROMISED_MS) {
      const owned = stated.p99.toFixed(2);
      console.warn(
        `p99 ${p99.toFixed(2)} ms, over ${PROMISED_MS} ms: busy machine (the run owns up to ${owned} ms)`,
      );
    }
    expect(p95).toBeLessThanOrEqual(PROMISED_MS + stated.p95);
    expect(p99).toBeLessThanOrEqual(PROMISED_MS + stated.p99);
  }, 150_000);
});
