import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { Summary } from '../../src/report/summary.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { terseAgent } from './agent_here.ts';
import { artefactsOf, expectAccounted, expectCleanEnd, expectExit, type Artefacts } from './artefacts.ts';
import { agentRuns, callstorm, temporary, type Ended } from './command.ts';
import { callstormHere } from './here.ts';
import { Lanes } from './lanes.ts';
import { constant, scenario } from './scenario_text.ts';

interface Ran {
  readonly ended: Ended;
  readonly folder: string;
  readonly found: Artefacts;
}

async function run(file: string, ...args: string[]): Promise<Ran> {
  const folder = join(temporary(), 'run');
  const ended = await callstorm(['run', file, '--out', folder, ...args]).ended;
  return { ended, folder, found: artefactsOf(folder) };
}

async function runHere(file: string, ...args: string[]): Promise<Ran> {
  const folder = join(temporary(), 'run');
  const ended = await callstormHere(['run', file, '--out', folder, ...args]);
  return { ended, folder, found: artefactsOf(folder) };
}

/** Of runs that are about the calls, and not about whom they are made to. */
let agent: AgentServer;
beforeAll(async () => {
  agent = await terseAgent();
});
afterAll(() => agent.close());

const lanes = new Lanes(2);

// A machine that is busy elsewhere may make a run invalid; not three times in a row.
describe('the command', () => {
  // npm sets the bit where it installs, and never again: a build has to.
  it('can be run by its own name after a build', () => {
    const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
    expect(execFileSync(main, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe.concurrent('callstorm run, against the simulated agent', { retry: 2 }, () => {
  it(
    'makes every call of the plan, writes four files, judges, and exits with 0',
    lanes.take(async () => {
      const file = scenario({
        seed: 70_001,
        load: constant(5),
        more: "thresholds: { response_latency: ['p50 < 5s'], error_rate: ['< 1%'], cost_per_call: ['mean < $1'] }",
      });
      const { ended, folder, found } = await run(file);
      expect(ended.err).toContain('simulated agent at ws://127.0.0.1:');
      expect(ended.out).toContain('PASS');
      expectExit(found, ended, 0);
      expectAccounted(found, 5);
      expectCleanEnd(found, ended);
      expect(found.summary.calls.completed).toBe(5);
      expect(found.turns).toHaveLength(5);
      for (const turn of found.turns) {
        expect(turn).toMatchObject({ kind: 'say', said: 'okay', outcome: 'answered', expectsAnswer: true });
      }
      expect(agentRuns(70_001)).toBe(false);

      const { verdict, metrics, cost, generator, repeat } = found.summary;
      expect(verdict).toMatchObject({ result: 'pass', reasons: [] });
      expect(verdict.thresholds).toHaveLength(3);
      const latency = metrics.response_latency;
      if (latency?.kind !== 'distribution') throw new Error('no response latency');
      for (const stat of [
        'count',
        'min',
        'mean',
        'p50',
        'p75',
        'p90',
        'p95',
        'p99',
        'p99_9',
        'max',
      ] as const) {
        expect(latency[stat]).toEqual(expect.any(Number));
      }
      expect(latency.count).toBe(5);
      expect(metrics.setup_time).toMatchObject({ kind: 'distribution', count: 5 });
      expect(cost.totalUsd).toBeGreaterThan(0);
      expect(generator.frames).toBeGreaterThan(0);
      expect(repeat).toMatchObject({ seed: 70_001, plan: found.header.plan, engine: 'node' });
      expect(repeat.command).toMatch(/^node .*main\.js run /);

      // The views again, from the log alone.
      const again = await callstormHere(['report', folder, '--format', 'markdown']);
      expect(again.exitCode).toBe(0);
      expect(again.out).toBe(readFileSync(join(folder, 'report.md'), 'utf8'));

      const log = readFileSync(join(folder, 'calls.ndjson'), 'utf8');
      const refused = await callstormHere(['run', file, '--out', folder]);
      expect(refused.exitCode).toBe(2);
      expect(refused.out).toBe('');
      expect(refused.err).toMatch(/found calls\.ndjson there[\s\S]*another --out/);
      expect(readFileSync(join(folder, 'calls.ndjson'), 'utf8')).toBe(log);
    }),
  );

  it(
    'prints the summary and nothing else with --json --quiet',
    lanes.take(async () => {
      const { ended, folder, found } = await run(
        scenario({ seed: 70_002, load: constant(1), more: "thresholds: { error_rate: ['< 50%'] }" }),
        '--target',
        agent.url,
        '--json',
        '--quiet',
      );
      expectExit(found, ended, 0);
      expect(ended.err).toBe('');
      expect(ended.out).toBe(readFileSync(join(folder, 'summary.json'), 'utf8'));
      expect((JSON.parse(ended.out) as Summary).verdict.result).toBe('pass');
    }),
  );

  it(
    'replaces each finished call of a closed load until it has made as many as asked',
    lanes.take(async () => {
      const { ended, found } = await runHere(
        scenario({ seed: 70_003, load: '{ concurrency: 2, hold: 30s }' }),
        '--target',
        agent.url,
        '--calls',
        '5',
        '--quiet',
      );
      expectExit(found, ended, 0);
      expect(ended.err).toBe('');
      expectAccounted(found, 5);
      expect(found.summary.calls.completed).toBe(5);
      expect(found.summary.run.peakConcurrency).toBe(2);
      for (const { call, scheduledMs } of found.calls.slice(2)) {
        // It was due the moment somebody hung up.
        const hungUp = found.calls.filter((other) => (other.endedMs ?? Infinity) <= scheduledMs);
        expect(hungUp.length).toBeGreaterThanOrEqual(call - 1);
      }
    }),
  );

  it(
    'counts calls that its cap on concurrency blocks',
    lanes.take(async () => {
      const { ended, found } = await runHere(
        scenario({ seed: 70_004, load: `${constant(6).slice(0, -1)}, max_concurrency: 2 }` }),
        '--target',
        agent.url,
      );
      expectExit(found, ended, 0);
      expectAccounted(found, 6);
      expect(found.summary.calls).toMatchObject({ completed: 2, blocked: 4 });
      expect(found.summary.run.peakConcurrency).toBe(2);
      expect(found.calls.slice(2).map(({ outcome }) => outcome)).toEqual(Array(4).fill('blocked'));
      expect(ended.out).toContain('4 blocked');
    }),
  );

  it(
    'gives the same calls twice with one seed, on one worker or two, and others with another',
    lanes.take(async () => {
      const file = scenario({
        load: '{ arrivals: [{ type: poisson, rate: 6/s, for: 1s }] }',
        persona: 'order_numbers: ["40", "71", "36"]',
        script: '[{ say: [okay, { number: order_number }] }, listen]',
      });
      const plans = (found: Artefacts): unknown => ({
        plan: found.header.plan,
        calls: found.calls.map(({ call, caller, voice, scheduledMs, outcome, turns }) => [
          call,
          caller,
          voice,
          scheduledMs,
          outcome,
          turns,
        ]),
        turns: found.turns.map(({ call, turn, step, kind, said, expectsAnswer }) => [
          call,
          turn,
          step,
          kind,
          said,
          expectsAnswer,
        ]),
      });
      const [one, two] = await Promise.all([
        runHere(file, '--seed', '70005', '--quiet'),
        runHere(file, '--seed', '70005', '--quiet', '--workers', '2'),
      ]);
      for (const { ended, found } of [one, two]) {
        expectExit(found, ended, 0);
        expectAccounted(found, found.calls.length);
      }
      expect(two.found.header.workers).toBe(2);
      expect(two.found.summary.generator.workers.map(({ frames }) => frames > 0)).toEqual([true, true]);
      expect(plans(two.found)).toEqual(plans(one.found));

      const { scenario: asWritten, repertoire } = await loadScenario(file);
      const planned = async (seed: number): Promise<Plan> =>
        (await compileWith(repertoire, asWritten, { seed })).plan;
      const [same, other] = await Promise.all([planned(70_005), planned(70_006)]);
      expect(one.found.header.plan).toBe(same.id);
      expect(other.id).not.toBe(same.id);
      expect(other.load).not.toEqual(same.load);
    }),
  );
});
