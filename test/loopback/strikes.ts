/**
 * What an agent did wrong on purpose, laid beside what its callers logged: each of the agent's fault records with the call and
 * the turn that it struck, and with the answer that it was about. Both logs carry instants of the machine's one monotonic
 * clock.
 */

import { readFileSync } from 'node:fs';
import type { AgentRecord, AnswerRecord } from '../../src/agent/agent_record.ts';
import type { CallRecord, TurnRecord } from '../../src/core/log/record.ts';
import type { Artefacts } from './artefacts.ts';

export interface Strike {
  readonly fault: string;
  /** On the call log's clock. */
  readonly atMs: number;
  readonly call: CallRecord;
  /** What the caller was in the middle of; null before its first words. */
  readonly turn: TurnRecord | null;
  /** What the agent says of the answer that was struck; null where it was none. */
  readonly answer: AnswerRecord | null;
}

export interface Struck {
  readonly strikes: readonly Strike[];
  /** Instants at which a handshake was refused, ascending, on the call log's clock: there was no session yet. */
  readonly refusedMs: readonly number[];
  /** The agent's own account of a call's answers. */
  answersIn(call: CallRecord): readonly AnswerRecord[];
  /** By which faults; each as often as it struck. */
  faultsOf(turn: TurnRecord): readonly string[];
  faultsIn(call: CallRecord): readonly string[];
}

/** A session that ended before it had told its id, by the instant of that: the server's and the caller's are close. */
function unnamed(
  calls: readonly CallRecord[],
  atMs: number,
  taken: ReadonlySet<CallRecord>,
): CallRecord | undefined {
  const away = ({ endedMs }: CallRecord): number => Math.abs((endedMs ?? Infinity) - atMs);
  return calls
    .filter((call) => call.sessionId === null && call.connectedMs !== null && !taken.has(call))
    .sort((a, b) => away(a) - away(b))[0];
}

/** Throws where the agent struck somebody that the call log does not know. */
export function struckIn(run: Artefacts, agentLog: string): Struck {
  const { monotonicAtMs } = run.header;
  const agent = readFileSync(agentLog, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AgentRecord);
  const answers = agent.filter((record): record is AnswerRecord => record.type === 'answer');
  const strikes: Strike[] = [];
  const refusedMs: number[] = [];
  const anonymous = new Set<CallRecord>();
  for (const record of agent) {
    if (record.type !== 'fault') continue;
    const { fault, sessionId } = record;
    const atMs = record.atMs - monotonicAtMs;
    if (sessionId === '') {
      refusedMs.push(atMs);
      continue;
    }
    const call = run.calls.find((one) => one.sessionId === sessionId) ?? unnamed(run.calls, atMs, anonymous);
    if (call?.sessionId === null) anonymous.add(call);
    if (call === undefined) throw new Error(`no call of session ${sessionId}, which ${fault} struck`);
    const turns = run.turns.filter((turn) => turn.call === call.call);
    const turn = turns.findLast(({ marks }) => (marks.speechStart ?? Infinity) <= atMs) ?? null;
    const answer =
      answers.find(
        (one) => one.sessionId === sessionId && one.createdMs <= record.atMs && record.atMs <= one.doneMs,
      ) ?? null;
    strikes.push({ fault, atMs, call, turn, answer });
  }
  const of = (chosen: (strike: Strike) => boolean): readonly string[] =>
    strikes.filter(chosen).map(({ fault }) => fault);
  return {
    strikes,
    refusedMs: refusedMs.sort((a, b) => a - b),
    answersIn: (call) => answers.filter(({ sessionId }) => sessionId === call.sessionId),
    faultsOf: (turn) => of((strike) => strike.turn === turn),
    faultsIn: (call) => of((strike) => strike.call === call),
  };
}
