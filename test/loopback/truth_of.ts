/**
 * What the harness measured against what the agent knows: for every answered turn, the harness's time from the due instant of
 * the frame with the end of the speech to the first audio, less the agent's own (first audio handed to its socket less arrival
 * of that frame). Both logs carry instants of the machine's one monotonic clock.
 */

import { readFileSync } from 'node:fs';
import type { AgentRecord, AnswerRecord, UtteranceRecord } from '../../src/agent/agent_record.ts';
import type { LogRecord } from '../../src/core/log/record.ts';

export interface Truth {
  readonly turns: number;
  /** Answered turns of which the agent's log does not hold both ends. */
  readonly unmatched: number;
  /** Harness less agent, in ms, ascending by size. */
  readonly differences: readonly number[];
}

export function truthOf(callLog: string, agentLog: string): Truth {
  const records = lines<LogRecord>(callLog);
  const header = records.find((record) => record.type === 'header');
  if (header === undefined) throw new Error('no header');
  const sessions = new Map<number, string>();
  for (const record of records) {
    if (record.type === 'call' && record.sessionId !== null) sessions.set(record.call, record.sessionId);
  }
  const agent = lines<AgentRecord>(agentLog);
  const bySession = <T extends AgentRecord>(type: T['type']): Map<string, T[]> => {
    const map = new Map<string, T[]>();
    for (const record of agent) {
      if (record.type === type)
        map.set(record.sessionId, [...(map.get(record.sessionId) ?? []), record as T]);
    }
    return map;
  };
  const answers = bySession<AnswerRecord>('answer');
  const utterances = bySession<UtteranceRecord>('utterance');
  const differences: number[] = [];
  let turns = 0;
  let unmatched = 0;
  for (const turn of records) {
    if (turn.type !== 'turn' || (turn.kind !== 'say' && turn.kind !== 'interrupt') || turn.agentInterrupted)
      continue;
    const { firstAudio, speechEndDue } = turn.marks;
    const session = sessions.get(turn.call);
    if (firstAudio === null || speechEndDue === null || session === undefined) continue;
    turns++;
    const heardMs = header.monotonicAtMs + firstAudio;
    // The answer whose audio this is. The agent reads its clock once the audio is on its way, so the harness may already
    // have it by then.
    const sentMs = (answers.get(session) ?? [])
      .map(({ firstAudioSentMs }) => firstAudioSentMs)
      .findLast((sent): sent is number => sent !== null && sent <= heardMs + 5);
    const arrivedMs = (utterances.get(session) ?? [])
      .flatMap(({ arrivals }) => arrivals)
      .find(({ frame }) => frame === turn.speechEndFrame)?.atMs;
    if (sentMs === undefined || arrivedMs === undefined) {
      unmatched++;
      continue;
    }
    differences.push(firstAudio - speechEndDue - (sentMs - arrivedMs));
  }
  return { turns, unmatched, differences: differences.sort((a, b) => Math.abs(a) - Math.abs(b)) };
}

/** Nearest rank of the absolute differences. */
export function differenceAt(truth: Truth, p: number): number {
  const rank = Math.max(1, Math.ceil((p / 100) * truth.differences.length));
  return Math.abs(truth.differences[rank - 1] ?? Number.NaN);
}

function lines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
