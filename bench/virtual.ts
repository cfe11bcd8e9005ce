/**
 * The virtual engine: two hundred calls of three minutes each, caller and simulated agent, voice activity detection and
 * all, in virtual time.
 *
 *   npm run bench:virtual
 */

import { loadAgent } from '../src/agent/simulator.ts';
import type { CallRecord } from '../src/core/log/record.ts';
import { runVirtually } from '../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';
import { fileURLToPath } from 'node:url';

const { scenario, repertoire } = await loadScenario(
  fileURLToPath(new URL('./three_minutes.yaml', import.meta.url)),
);
const { plan, audio } = await compileWith(repertoire, scenario);
const agent = await loadAgent({ seed: plan.seed });
const calls: CallRecord[] = [];
let turns = 0;
const startedMs = performance.now();
const footer = runVirtually({
  plan,
  audio,
  agent: (call) => agent.session(call),
  onRecord: (record) => {
    if (record.type === 'call') calls.push(record);
    else if (record.type === 'turn') turns++;
  },
});
const tookS = (performance.now() - startedMs) / 1000;
const talkedS = calls.reduce((sum, call) => sum + ((call.endedMs ?? 0) - (call.readyMs ?? 0)) / 1000, 0);
console.log(`${footer.calls.completed} of ${footer.calls.planned} calls completed, ${turns} turns`);
console.log(`mean length of a call: ${(talkedS / calls.length).toFixed(0)} s`);
console.log(
  `${(talkedS / 3600).toFixed(1)} hours of conversation in ${tookS.toFixed(1)} s (target: under 20 s)`,
);
console.log(`${(talkedS / tookS).toFixed(0)} times real time`);
