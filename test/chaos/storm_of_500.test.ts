/** 500 calls of which half are struck by one fault or another: no record is lost, and those that are spared are as quick as ever. Virtual time. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import { failures } from '../../src/core/log/failure.ts';
import type { TurnRecord } from '../../src/core/log/record.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { percentile, sortedValues } from '../../src/report/statistics.ts';
import { rehearsed, type Log } from './spoiled.ts';

const CALLS = 500;
const FAULTS = [
  'disconnect, during: answer, after: 50ms',
  'half_open, during: answer',
  'stall, during: utterance, for: 2s',
  'slow_reader, during: answer',
  'hang_up, during: answer',
  'not_json',
  'truncate_beyond',
  'second_response',
];

/** Two kinds of callers, who come by turns: one has all the trouble. */
const scenario = (faults: string, seconds: number): string => `
name: half of them
seed: 3
callers:
  - name: spared
    weight: 1
    script:
      - listen
      - say: opening-hours
      - listen
      - hangup
  - name: struck
    weight: 1
${faults}
    script:
      - listen
      - say: opening-hours
      - listen
      - hangup
reconnect: { backoff: 500ms, tries: 2 }
load: { arrivals: [{ type: constant, rate: 25/s, for: ${seconds}s }] }
`;

async function run(faults: string, seconds: number): Promise<Log> {
  const file = join(mkdtempSync(join(tmpdir(), 'callstorm-')), 'half.yaml');
  writeFileSync(file, scenario(faults, seconds));
  const loaded = await loadScenario(file);
  const { plan, audio } = await compileWith(loaded.repertoire, loaded.scenario);
  const agent = await loadAgent({ seed: plan.seed });
  return rehearsed({ plan, audio, agent }, plan);
}

/** End of speech to the first that was heard, of the callers of one kind. */
function latencies({ turns }: Log, caller: string): readonly number[] {
  return turns
    .filter((turn: TurnRecord) => turn.caller === caller && turn.kind === 'say')
    .flatMap(({ marks: { speechEnd, firstHeard } }) =>
      speechEnd === null || firstHeard === null ? [] : [firstHeard - speechEnd],
    );
}

let clean: Log;
let stormy: Log;
beforeAll(async () => {
  // As many at once, and enough of them for a p95.
  clean = await run('', 4);
  // Each of them strikes an eighth of those who are to be struck, as near as can be.
  const share = `${100 / FAULTS.length}%`;
  const list = FAULTS.map((fault) => `      - { fault: ${fault}, share: ${share} }`);
  stormy = await run(`    faults:\n${list.join('\n')}\n      - { fault: unknown_event }`, 20);
}, 240_000);

describe('500 calls of which half are struck', () => {
  const ofKind = (log: Log, caller: string) =>
    [...log.calls.values()].filter((call) => call.caller === caller);

  it('are all in the log, one line each, and the footer counts them', () => {
    const lines = stormy.records.filter(({ type }) => type === 'call');
    expect(lines).toHaveLength(CALLS);
    expect([...stormy.calls.keys()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: CALLS }, (_, call) => call),
    );
    const outcomes = [...stormy.calls.values()].map(({ outcome }) => outcome);
    const completed = outcomes.filter((outcome) => outcome === 'completed').length;
    expect(new Set(outcomes)).toEqual(new Set(['completed', 'failed']));
    expect(stormy.records.at(-1)).toMatchObject({
      type: 'footer',
      reason: 'done',
      calls: { planned: CALLS, completed, failed: CALLS - completed, blocked: 0, notStarted: 0 },
    });
    const codes = [...stormy.calls.values()].flatMap(({ failure }) => failure ?? []);
    expect(codes).toHaveLength(CALLS - completed);
    expect(codes.filter((code) => !Object.hasOwn(failures, code))).toEqual([]);
  });

  it('have strikes of every kind, on that half and no other', () => {
    const hit = new Set(stormy.strikes.map(({ call }) => call));
    const those = ofKind(stormy, 'struck').map(({ call }) => call);
    expect(those.length).toBeGreaterThan(CALLS * 0.45);
    for (const call of hit) expect(stormy.calls.get(call)?.caller).toBe('struck');
    expect(hit.size).toBeGreaterThan(CALLS * 0.4);
    const struck = new Set(stormy.strikes.map(({ fault }) => fault));
    expect(struck).toEqual(
      new Set([...FAULTS.map((fault) => fault.split(',')[0] as string), 'unknown_event']),
    );
    expect(clean.strikes).toEqual([]);
  });

  it('leave the p95 of the other half within a tenth of a clean run’s', () => {
    const p95 = (log: Log) => percentile(sortedValues(latencies(log, 'spared')), 95) ?? NaN;
    expect(latencies(stormy, 'spared')).toHaveLength(ofKind(stormy, 'spared').length);
    expect(Math.abs(p95(stormy) / p95(clean) - 1)).toBeLessThan(0.1);
    expect(ofKind(stormy, 'spared').filter(({ outcome }) => outcome !== 'completed')).toEqual([]);
  });
});
