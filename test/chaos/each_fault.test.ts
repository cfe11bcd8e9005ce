/**
 * Each fault of the caller's side in each phase that it may be given, written beside a step of a scenario: it strikes once, in that
 * phase of that step, and nowhere else. Virtual time, against the simulated agent.
 */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { callMoments } from '../../src/chaos/moments.ts';
import { chaosFaults } from '../../src/chaos/chaos_faults.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { rehearsed, stage, type Log } from './spoiled.ts';

type Phase = (typeof callMoments)[number];

interface Case {
  readonly fault: string;
  readonly phase: Phase;
  /** Beside which step it stands, the first being 1: one that says something, or the one that listens to what comes of it. */
  readonly beside: number;
}

/** The step in which the tool is called, and the one in which its answer is heard. */
const [SAYS, HEARS] = [4, 5];

const all: readonly Case[] = [...chaosFaults.values()].flatMap(({ name: fault, args }) =>
  'phase' in args
    ? callMoments.flatMap((phase) => [
        { fault, phase, beside: SAYS },
        ...(phase === 'utterance' ? [] : [{ fault, phase, beside: HEARS }]),
      ])
    : [],
);

const steps = [
  'listen',
  'say: track-order',
  'listen',
  'say: [my-order-number-is, { number: order_number }]',
  'listen: { deadline: 20s, on_timeout: continue }',
  'say: thanks-bye',
  'listen: { deadline: 5s, on_timeout: continue }',
];

/** One caller for each case, and one call for each caller. */
function scenarioOf(cases: readonly Case[]): string {
  const caller = ({ fault, phase, beside }: Case, index: number): string => `
  - name: c${index}
    persona: { voices: [rms] }
    script:
${steps
  .map((step, at) => {
    const faults = at + 1 === beside ? `, faults: [{ fault: ${fault}, phase: ${phase}, after: 20ms }]` : '';
    return `      - ${at + 1 === beside ? `{ ${step.includes(':') ? step : `${step}: {}`}${faults} }` : step}`;
  })
  .join('\n')}`;
  return `
name: each
seed: 5
callers:${cases.map(caller).join('')}
tools: { lookup_order: { result: ok, latency: 900ms } }
load: { concurrency: ${cases.length}, calls: ${cases.length} }
limits: { call: 60s }
`;
}

let log: Log;
/** By case: the call of its caller. */
const callsOf: number[] = [];
beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'callstorm-')), 'each.yaml');
  writeFileSync(file, scenarioOf(all));
  const { scenario, repertoire } = await loadScenario(file);
  const { plan, audio } = await compileWith(repertoire, scenario);
  const { agent } = await stage();
  log = rehearsed({ plan, audio, agent }, plan);
  for (const { call, caller } of log.calls.values()) callsOf[Number(caller?.slice(1))] = call;
}, 120_000);

/** While an answer is made there is one to cancel. */
const never = ({ fault, phase }: Case): boolean => fault === 'cancel_nothing' && phase === 'answer';

describe.each(all.map((one, index) => ({ ...one, index })))(
  '$fault in the phase $phase, beside step $beside',
  ({ index, ...one }) => {
    it('strikes once, when it says', () => {
      const call = callsOf[index];
      const strikes = log.strikes.filter((strike) => strike.call === call);
      expect(strikes.map(({ fault }) => fault)).toEqual(never(one) ? [] : [one.fault]);
      const turn = log.turns.find((turn) => turn.call === call && turn.step === SAYS - 1);
      const { speechStart, speechEnd, firstHeard, lastHeard } = turn?.marks ?? {};
      const [from, to] = {
        utterance: [speechStart, speechEnd],
        answer: [firstHeard, (firstHeard ?? 0) + 25],
        between: [lastHeard, Infinity],
        // What is said before the tool has answered is heard too.
        tool: [speechEnd, Infinity],
      }[one.phase];
      for (const { atMs } of strikes) {
        expect(atMs).toBeGreaterThanOrEqual(from ?? Infinity);
        expect(atMs).toBeLessThanOrEqual(to ?? -Infinity);
      }
    });
  },
);
