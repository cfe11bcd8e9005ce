/** A run that a threshold ends early, over real sockets: the calls are ended, the log says why, and the run fails. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import { terseAgent } from './agent_here.ts';
import { artefactsOf, expectAccounted, expectCleanEnd, expectExit } from './artefacts.ts';
import { agentRuns, temporary } from './command.ts';
import { callstormHere } from './here.ts';
import { scenario } from './scenario_text.ts';

let agent: AgentServer;
beforeAll(async () => {
  agent = await terseAgent();
});
afterAll(() => agent.close());

describe('a threshold with abort', () => {
  it('ends the run once its delay is over, and the report says so', async () => {
    const folder = join(temporary(), 'run');
    const file = scenario({
      seed: 71_020,
      load: '{ concurrency: 4, hold: 40s, calls: 80 }',
      more: `
thresholds:
  response_latency{caller:hurried}:
    - { threshold: 'p50 < 50ms', abort: true, delay: 3s }
    - 'p95 < 10s'`,
    });
    const ended = await callstormHere(['run', file, '--out', folder]);
    const found = artefactsOf(folder);
    expectCleanEnd(found, ended);
    expectAccounted(found, 80);
    expectExit(found, ended, 1);
    const { footer, summary, calls } = found;
    expect(footer.reason).toBe('threshold');
    expect(footer.detail).toMatch(/^response_latency\{caller:hurried\} p50 < 50ms: \d/);
    expect(footer.endedMs).toBeGreaterThanOrEqual(3000);
    expect(footer.endedMs).toBeLessThan(12_000);
    expect(summary.calls.notStarted).toBeGreaterThan(0);
    expect(calls.filter(({ failure }) => failure !== null).map(({ failure }) => failure)).toEqual(
      Array(summary.calls.failed).fill('threshold'),
    );
    expect(summary.verdict.thresholds.map(({ caller, pass }) => [caller, pass])).toEqual([
      ['hurried', false],
      ['hurried', true],
    ]);
    expect(summary.verdict.reasons).toContain(`the run was stopped by a threshold: ${footer.detail}`);
    expect(ended.out).toContain('response_latency{caller:hurried} p50 < 50ms');
    expect(agentRuns(71_020)).toBe(false);
  });

  it('stops nothing once every call is over: the run is done, and the threshold fails it', async () => {
    const folder = join(temporary(), 'run');
    const file = scenario({
      seed: 71_021,
      load: '{ concurrency: 2, calls: 2 }',
      // Breaks with the last call to end.
      more: `thresholds: { call_duration: { threshold: 'count < 2', abort: true } }`,
    });
    // Each worker says the last of itself: the first to do so must not stop what the second has yet to end.
    const words = ['run', file, '--out', folder, '--target', agent.url, '--workers', '2'];
    const ended = await callstormHere(words);
    const found = artefactsOf(folder);
    expectExit(found, ended, 1);
    expect(found.footer).toMatchObject({ reason: 'done', detail: null });
    expect(found.header.workers).toBe(2);
    expect(found.summary.calls.completed).toBe(2);
    expect(found.summary.verdict.reasons.join()).toContain('call_duration count < 2: 2');
  });
});
