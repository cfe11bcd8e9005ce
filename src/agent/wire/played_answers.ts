/**
 * Records of answers, of an agent whose voice is played out in real time: what counts as sent is what was played, so a record is kept
 * until the first of its answer has been. Pure.
 */

import type { AgentRecord, AnswerRecord } from '../agent_record.ts';

/** Responses whose end was never told are not remembered for ever. */
const MOST_KEPT = 32;

export class PlayedAnswers {
  private waiting: AnswerRecord[] = [];
  private readonly playedFromMs = new Map<string, number>();

  /** What is to be told now; null: nothing yet. */
  log(record: AgentRecord): AgentRecord | null {
    if (record.type !== 'answer' || record.firstAudioSentMs === null) return record;
    const firstAudioSentMs = this.playedFromMs.get(record.responseId);
    if (firstAudioSentMs !== undefined) return { ...record, firstAudioSentMs };
    this.waiting.push(record);
    return null;
  }

  /** The first of it, or more. Gives the record that waited for that. */
  played(responseId: string, atMs: number): AgentRecord | null {
    if (this.playedFromMs.has(responseId)) return null;
    this.playedFromMs.set(responseId, atMs);
    for (const oldest of this.playedFromMs.keys()) {
      if (this.playedFromMs.size > MOST_KEPT) this.playedFromMs.delete(oldest);
      else break;
    }
    const record = this.waiting.find((one) => one.responseId === responseId);
    if (record === undefined) return null;
    this.waiting = this.waiting.filter((one) => one !== record);
    return { ...record, firstAudioSentMs: atMs };
  }

  /** Nothing more is played: what waits was never heard. */
  rest(): readonly AgentRecord[] {
    const { waiting } = this;
    this.waiting = [];
    return waiting.map((record) => ({ ...record, firstAudioSentMs: null }));
  }
}
