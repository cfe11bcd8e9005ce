/**
 * Every protocol carries the same calls. One plan is rehearsed in each against the simulated agent of one seed; then their logs are laid
 * beside that of the protocol that tells most. What was said, how each turn and call ended and who spoke over whom has to be the same;
 * when an answer is heard may differ by what frames of another length cost, and when it was found to be over by the silence that it takes.
 */

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import type { CallRecord, LogRecord, TurnRecord } from '../../src/core/log/record.ts';
import { DIALECT_NAMES, type DialectName } from '../../src/core/plan/plan.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const [REFERENCE, ...others] = DIALECT_NAMES;

const FILE = fileURLToPath(new URL('./conformance.yaml', import.meta.url));

interface Log {
  readonly calls: readonly CallRecord[];
  readonly turns: readonly TurnRecord[];
}

async function rehearsed(dialect: DialectName): Promise<Log> {
  const { scenario, repertoire } = await loadScenario(FILE);
  const { plan, audio } = await compileWith(repertoire, scenario, { dialect });
  const agent = await loadAgent({ seed: plan.seed });
  const records: LogRecord[] = [];
  runVirtually({
    plan,
    audio,
    strict: true,
    agent: (call) => agent.session(call, { model: plan.target.model }),
    onRecord: (record) => records.push(record),
  });
  return {
    calls: records
      .filter((record): record is CallRecord => record.type === 'call')
      .sort((a, b) => a.call - b.call),
    turns: records
      .filter((record): record is TurnRecord => record.type === 'turn')
      .sort((a, b) => a.call - b.call || a.turn - b.turn),
  };
}

const logs = new Map<DialectName, Log>();
beforeAll(async () => {
  for (const dialect of DIALECT_NAMES) logs.set(dialect, await rehearsed(dialect));
});
const of = (dialect: DialectName): Log => logs.get(dialect) as Log;

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
