/**
 * The simulated agent's own log, one record a line: what it heard and said, and when, on the machine's monotonic clock
 * (CLOCK_MONOTONIC, ms), which all processes of one machine share. A load test's measurements are checked against it.
 */

import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import type { AudioQuality } from './ear/quality/quality.ts';
import type { SessionQuality } from './ear/quality/quality_summary.ts';
import type { Recognition } from './ear/recognizer/recognition.ts';
import type { ReplyKind } from './mind/reply.ts';
import type { TroubleAction } from './mind/trouble.ts';

export type AgentRecord =
  | SessionOpened
  | UtteranceRecord
  | MurmurRecord
  | AnswerRecord
  | FaultRecord
  | SessionClosed;

export interface SessionOpened {
  readonly type: 'opened';
  readonly sessionId: string;
  readonly atMs: number;
}

/** `frame` counts the session's appends from 0. */
export interface Arrival {
  readonly frame: number;
  readonly atMs: number;
}

/** One turn of the caller, once it is committed. `…AudioMs` are positions in the session's audio, the rest instants. */
export interface UtteranceRecord {
  readonly type: 'utterance';
  readonly sessionId: string;
  readonly itemId: string;
  /** Where the detector first and last heard a voice; null where the client ended its turn itself. */
  readonly speechStartAudioMs: number | null;
  readonly speechEndAudioMs: number | null;
  readonly speechStartedMs: number | null;
  readonly speechStoppedMs: number | null;
  readonly committedMs: number;
  /** Each append that carries this turn's audio, and the silence after it, up to the commit. */
  readonly arrivals: readonly Arrival[];
  /** What was made of it; null where the agent does not recognise speech. */
  readonly recognition: Recognition | null;
  /** How good its audio was; null where there was nothing in it that could be a voice. */
  readonly quality: AudioQuality | null;
}

/** A sound of the caller's over the agent that the agent talked on through: it is in no turn, and the client heard nothing of it. */
export interface MurmurRecord {
  readonly type: 'murmur';
  readonly sessionId: string;
  /** When that was clear. */
  readonly atMs: number;
  readonly speechStartAudioMs: number;
  readonly spokenMs: number;
  readonly recognition: Recognition;
}

export interface AnswerRecord {
  readonly type: 'answer';
  readonly sessionId: string;
  readonly responseId: string;
  /** Why it was said. */
  readonly kind: ReplyKind;
  /** What it asks for, where something was wrong; null where nothing was. */
  readonly action: TroubleAction | 'escalate' | null;
  /** Ids of what it says, in their order, with a space between; empty where it only calls tools. */
  readonly utterance: string;
  /** Names of the tools it has called. */
  readonly calls: readonly string[];
  readonly createdMs: number;
  /** The first audio delta was handed to the socket; null when there was none. */
  readonly firstAudioSentMs: number | null;
  readonly doneMs: number;
  /** Audio that was sent, as long as it plays. */
  readonly audioMs: number;
  readonly status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  readonly reason: string | null;
  /** As the client was told of it; null where the session ended first. */
  readonly usage: RealtimeResponseUsage | null;
}

/** Something went wrong on purpose. */
export interface FaultRecord {
  readonly type: 'fault';
  /** Empty where there was no session yet. */
  readonly sessionId: string;
  readonly atMs: number;
  readonly fault: string;
}

export interface SessionClosed {
  readonly type: 'closed';
  readonly sessionId: string;
  readonly atMs: number;
  readonly appends: number;
  /** Of all its utterances; null where there was none to judge. */
  readonly quality: SessionQuality | null;
}
