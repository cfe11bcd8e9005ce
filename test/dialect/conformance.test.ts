/**
 * Every protocol carries the same calls, the user's own among them: both worked examples are spoken here, as they are read from their files. One plan is rehearsed in each against the simulated agent of one seed; then their logs are laid
 * beside that of the protocol that tells most. What was said, how each turn and call ended and who spoke over whom has to be the same;
 * when an answer is heard may differ by what frames of another length cost, and when it was found to be over by the silence that it takes.
 */

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { LogRecord, TurnRecord } from '../../src/core/log/record.ts';
import { DIALECT_NAMES } from '../../src/core/plan/plan.ts';
import { OWN_DIALECT } from '../../src/core/plan/plan_dialect.ts';
import type { AgentWire } from '../../src/agent/wire/agent_wire.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { spokenIn } from '../../src/engine/node/own_code.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { readDialect } from '../../src/scenario/dialect_file.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { logOf, type Log } from '../loopback/conformance_of.ts';
import { jsonWire, rawWire } from './example_wires.ts';

/** Files of a user's own, and a service that speaks each. */
const examples: Readonly<Record<string, AgentWire>> = {
  './json_protocol.ts': jsonWire,
  './raw_pcm.ts': rawWire,
};
const [REFERENCE, ...rest] = DIALECT_NAMES;
const others = [...rest, ...Object.keys(examples)];

const EXAMPLES = fileURLToPath(new URL('../../scenarios/dialects', import.meta.url));
const FILE = fileURLToPath(new URL('./conformance.yaml', import.meta.url));

async function rehearsed(named: string): Promise<Log> {
  const { scenario, repertoire } = await loadScenario(FILE);
  const dialect = DIALECT_NAMES.find((name) => name === named) ?? OWN_DIALECT;
  const ownDialect = dialect === OWN_DIALECT ? await readDialect(named, EXAMPLES) : undefined;
  const { plan, audio } =
    ownDialect === undefined || dialect !== OWN_DIALECT
      ? await compileWith(repertoire, scenario, { dialect: dialect as (typeof DIALECT_NAMES)[number] })
      : await compileWith(
          repertoire,
          { ...scenario, dialect, ownDialect },
          { target: 'wss://agent.example/session' },
        );
  const spoken = await spokenIn(ownDialect);
  const wire = examples[named];
  const agent = await loadAgent({ seed: plan.seed });
  const records: LogRecord[] = [];
  runVirtually({
    plan,
    audio,
    strict: true,
    dialect: dialectOf(plan, spoken),
    ...(wire === undefined ? {} : { wire }),
    agent: (call) => agent.session(call, { model: plan.target.model }),
    onRecord: (record) => records.push(record),
  });
  return logOf(records);
}

const logs = new Map<string, Log>();
beforeAll(async () => {
  for (const dialect of [REFERENCE, ...others]) logs.set(dialect, await rehearsed(dialect));
});
const of = (dialect: string): Log => logs.get(dialect) as Log;

describe('the reference', () => {
  it('has in it what the others are compared by', () => {
    const { calls, turns } = of(REFERENCE);
    expect(calls).toHaveLength(10);
    expect(new Set(calls.map(({ caller }) => caller)).size).toBe(5);
    expect(new Set(turns.map(({ kind }) => kind))).toEqual(
      new Set(['greeting', 'say', 'interrupt', 'silence']),
    );
    expect(turns.some(({ bargeIn }) => bargeIn !== null && bargeIn.stoppedMs !== null)).toBe(true);
    expect(new Set(turns.map(({ outcome }) => outcome))).toEqual(
      new Set(['answered', 'interrupted', 'not_expected', 'unanswered']),
    );
  });
});

describe.each(others)('%s, beside the protocol that tells most', (dialect) => {
  it('makes the same calls, that end in the same way', () => {
    const made = ({ calls }: Log): unknown =>
      calls.map(({ call, caller, voice, outcome, failure, turns }) => ({
        call,
        caller,
        voice,
        outcome,
        failure,
        turns,
      }));
    expect(made(of(dialect))).toEqual(made(of(REFERENCE)));
  });

  it('has the same turns, said, answered and spoken over in the same way', () => {
    const had = ({ turns }: Log): unknown =>
      turns.map((turn) => ({
        call: turn.call,
        turn: turn.turn,
        step: turn.step,
        kind: turn.kind,
        said: turn.said,
        outcome: turn.outcome,
        expectsAnswer: turn.expectsAnswer,
        failure: turn.failure,
        agentInterrupted: turn.agentInterrupted,
        yielded: turn.bargeIn === null ? null : turn.bargeIn.stoppedMs !== null,
        murmurs: turn.backchannels.map(({ as, said, inSilence }) => [as, said, inSilence]),
      }));
    expect(had(of(dialect))).toEqual(had(of(REFERENCE)));
  });

  it('hears answers after the same delays, to 150 ms, and the agent stop, to 200 ms', () => {
    const apart = of(REFERENCE).turns.flatMap((mine, i) => {
      const yours = of(dialect).turns[i] as TurnRecord;
      const where = `call ${mine.call} turn ${mine.turn}`;
      return [
        ...farApart(`${where}: latency`, latencyMs(mine), latencyMs(yours), 150),
        ...farApart(`${where}: stop`, stopMs(mine), stopMs(yours), 200),
      ];
    });
    expect(apart).toEqual([]);
  });

  it('tells how much of each answer was heard, to a tenth of a second', () => {
    const apart = of(REFERENCE).turns.flatMap((mine, i) => {
      const yours = of(dialect).turns[i] as TurnRecord;
      if (mine.outcome !== 'answered') return [];
      return farApart(`call ${mine.call} turn ${mine.turn}`, audibleMs(mine), audibleMs(yours), 100);
    });
    expect(apart).toEqual([]);
  });
});

function farApart(where: string, a: number | null, b: number | null, boundMs: number): readonly string[] {
  if (a === null || b === null) return a === b ? [] : [`${where} ${a} and ${b}`];
  return Math.abs(a - b) <= boundMs ? [] : [`${where} ${a} and ${b}`];
}

function latencyMs({ marks: { firstHeard, speechEnd } }: TurnRecord): number | null {
  return firstHeard === null || speechEnd === null ? null : firstHeard - speechEnd;
}

function stopMs({ bargeIn }: TurnRecord): number | null {
  return bargeIn === null || bargeIn.stoppedMs === null ? null : bargeIn.stoppedMs - bargeIn.atMs;
}

function audibleMs({ marks: { firstHeard, lastHeard } }: TurnRecord): number | null {
  return firstHeard === null || lastHeard === null ? null : lastHeard - firstHeard;
}
