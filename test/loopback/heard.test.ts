/** What is heard decides, over real sockets: silence is no answer, smaller frames are quicker, and an end is found by ear. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { artefactsOf, expectAccounted, expectExit, type Artefacts } from './artefacts.ts';
import { callstorm, temporary, type Ended } from './command.ts';
import { scenario, type ScenarioWishes } from './scenario_text.ts';

const CALLS = 4;
const TWO_TURNS = '[{ say: okay }, listen, { say: okay }, listen]';

async function run(
  wishes: ScenarioWishes,
  ...options: readonly string[]
): Promise<{ readonly found: Artefacts; readonly ended: Ended }> {
  const folder = join(temporary(), 'run');
  const ended = await callstorm(['run', scenario(wishes), '--out', folder, ...options]).ended;
  const found = artefactsOf(folder);
  expectAccounted(found, CALLS);
  return { found, ended };
}

describe('an agent that answers with silence', () => {
  it('has answered nobody: the run fails, and says why', async () => {
    const { found, ended } = await run({ seed: 71_030 }, '--fault', 'inaudible');
    expectExit(found, ended, 1);
    expect(found.summary.calls).toMatchObject({ completed: 0, failed: CALLS });
    expect(found.summary.metrics.response_latency).toMatchObject({ count: 0, missing: CALLS });
    for (const turn of found.turns) {
      expect(turn).toMatchObject({ outcome: 'unanswered', failure: 'inaudible' });
      expect(turn.answerAudioMs).toBeGreaterThan(200);
      expect(turn.detail).toMatch(/^\d+ ms of audio came, and nothing of it was audible$/);
    }
    expect(found.calls.map(({ failure }) => failure)).toEqual(Array(CALLS).fill('inaudible'));
    expect(ended.out).toContain('inaudible');
  });
});

describe('an agent that never says that it is done', () => {
  it('is listened to for as long as there is anything to hear, and the wait for more is not its silence', async () => {
    const { found, ended } = await run({ seed: 71_031, script: TWO_TURNS }, '--fault', 'missing_done');
    expectExit(found, ended, 0);
    for (const call of found.calls) {
      const [first, second] = found.turns.filter((turn) => turn.call === call.call);
      const waitedMs = (second?.marks.speechStart ?? Infinity) - (first?.marks.lastHeard ?? 0);
      expect(waitedMs).toBeGreaterThanOrEqual(1500);
      expect(waitedMs).toBeLessThan(2500);
      // What it is silent for is the time to its answers, less than a second each.
      expect(call.deadAirMs.longest).toBeLessThan(1500);
      // The last at least: an agent that is spoken to again tells that the one before is over.
      expect(call.protocolViolations).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('smaller frames', () => {
  it('lower the figure by what packets of that size save', async () => {
    const [large, small] = await Promise.all(
      ['200ms', '20ms'].map((frame) => run({ seed: 71_032, script: '[{ say: "yes" }, listen]', frame })),
    );
    const part = (of: typeof large, name: 'packetization' | 'response_latency'): number => {
      const metric = of?.found.summary.metrics[name];
      return metric?.kind === 'distribution' ? (metric.mean ?? Number.NaN) : Number.NaN;
    };
    // "yes" ends 803 ms into its recording, in a frame that is due at 1,000 ms, or at 820.
    expect(part(large, 'packetization')).toBeCloseTo(197, 3);
    expect(part(small, 'packetization')).toBeCloseTo(17, 3);
    expect(part(large, 'response_latency') - part(small, 'response_latency')).toBeGreaterThan(100);
  });
});
