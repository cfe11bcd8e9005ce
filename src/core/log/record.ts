/**
 * The call log: NDJSON, one header, one line per call that begins, per turn and per call that ends, now and then one about
 * the generator, one footer. It holds everything a report needs; reports never reach back into an engine. Every instant is in ms since
 * the header's `startedAtMs`; a missing instant is null. Lines of several logs of one plan may be concatenated.
 */

import type { CalibrationRecord, CalibrationTroubleRecord } from './calibration_record.ts';
import type { FailureCode } from './failure.ts';
import type { ExpectationResult, FallbackRecord, StruckRecord } from './judged.ts';
import type { EncodedHistogram } from './histogram.ts';
import type { HearingRecord } from './hearing_record.ts';
import type { FooterRecord } from './footer_record.ts';
import type { HeaderRecord } from './header_record.ts';
import type { ReconnectRecord } from './reconnect_record.ts';
import type { ToolRecord } from '../plan/tool.ts';
import type { Usage } from './used.ts';

export type { FooterRecord } from './footer_record.ts';
export type { HeaderRecord } from './header_record.ts';
export type { ReconnectRecord } from './reconnect_record.ts';
export type { CalibrationRecord, CalibrationTroubleRecord } from './calibration_record.ts';
export type { ExpectationResult, FallbackRecord, StruckRecord } from './judged.ts';
export type { ToolRecord } from '../plan/tool.ts';
export type { Usage } from './used.ts';

/** 2: the end of speech is when it is captured, what is heard is what is audible. */
export const LOG_VERSION = 2;

export type LogRecord =
  | HeaderRecord
  | StartedRecord
  | LevelRecord
  | StrikeRecord
  | TurnRecord
  | CallRecord
  | GeneratorRecord
  | CalibrationRecord
  | CalibrationTroubleRecord
  | FooterRecord;

/** What a call says of itself as it goes on. Its own record is the last. */
export type CallLine = StrikeRecord | TurnRecord | CallRecord;

/** A call begins: it is handed to whoever makes it. Absent in logs from before there were any. */
export interface StartedRecord {
  readonly type: 'started';
  readonly call: number;
  readonly atMs: number;
  /** Kind of caller. */
  readonly caller?: string;
}

/** From here on another load was asked for: so many calls at once, or so many that begin in a second. 0: no more begin. */
export interface LevelRecord {
  readonly type: 'level';
  readonly atMs: number;
  readonly of: 'concurrency' | 'arrivals';
  readonly amount: number;
}

/** A fault of the caller's side struck: it has just been done. */
export interface StrikeRecord {
  readonly type: 'strike';
  readonly call: number;
  readonly atMs: number;
  /** Its name in the scenario. */
  readonly fault: string;
  /** The connection that it struck. */
  readonly connection: number;
  /**
   * What is bad is the network under the connection, from now on or for as long as the scenario says; or the caller's voice, from
   * now on or in one step. Absent: one deed, or a voice in a log from before that was told.
   */
  readonly of?: 'network' | 'voice';
  /** Of a voice: what is said in this step alone. Absent: all from now on. */
  readonly step?: number;
  /** What was done, where the name does not say it all. */
  readonly detail?: string;
  /**
   * What the agent made of something that it should not have been sent. Absent: nothing was, or the connection or the call ended
   * before that was known.
   */
  readonly response?: StrikeResponse;
}

export type StrikeResponse =
  /** It said so, in an error. */
  | { readonly type: 'answered'; readonly code: string; readonly afterMs: number }
  | { readonly type: 'closed'; readonly code: number; readonly reason: string; readonly afterMs: number }
  /** Neither within two seconds. */
  | { readonly type: 'ignored' };

/** Instants of one turn. See docs/measurement.md for how each latency follows from them. */
export interface TurnMarks {
  /**
   * First and last audible sample of the caller's utterance, when a live microphone would have captured them (scheduled, not
   * as sent). A silence has the instant at which it began as its `speechEnd`.
   */
  readonly speechStart: number | null;
  readonly speechEnd: number | null;
  /** When the frame that carries the last audible sample is due: nobody else can have heard it before. */
  readonly speechEndDue: number | null;
  readonly speechStartedEvent: number | null;
  readonly speechStoppedEvent: number | null;
  readonly committed: number | null;
  readonly transcribed: number | null;
  /** The agent began an answer (`response.created`). */
  readonly answerCreated: number | null;
  readonly firstContent: number | null;
  /** The first audio of the answer that was heard: received, and played on the listener's clock. */
  readonly firstAudio: number | null;
  readonly firstPlayed: number | null;
  /** The first audible sample of it is played. */
  readonly firstHeard: number | null;
  readonly answerDone: number | null;
  /** The last moment the answer was audible. */
  readonly lastHeard: number | null;
}

export type TurnKind = 'greeting' | 'say' | 'interrupt' | 'dtmf' | 'silence';

export type TurnOutcome =
  /** Answered, and heard to its end. */
  | 'answered'
  /** Answered, and cut off by the caller's next words or hang-up. */
  | 'interrupted'
  /** No answer was expected (said just before a hang-up). */
  | 'not_expected'
  /** An answer was expected by a deadline and none was heard. */
  | 'unanswered'
  /** The agent said that its answer failed, unheard or in the middle, or the call ended before the answer. */
  | 'failed';

export interface BargeIn {
  /** The caller's first audible sample over the agent, as a live microphone captures it. */
  readonly atMs: number;
  /** The last audible sample of the agent's before its audio stopped being played, null if it never did before it ended by itself. */
  readonly stoppedMs: number | null;
}

export const murmurKinds = ['backchannel', 'tic', 'non_directed'] as const;
/** A word of assent, a cough or a sneeze, words to somebody else in the room. */
export type MurmurKind = (typeof murmurKinds)[number];

/** A sound of the caller's that asked for nothing; `stoppedMs`: the agent fell silent after it. */
export interface MurmurRecord extends BargeIn {
  /** Absent in logs from before it was told: a backchannel. */
  readonly as?: MurmurKind;
  readonly said?: string;
  /** Its last audible sample. */
  readonly endMs?: number;
  /** It was made while the agent was silent. Absent: over the agent. */
  readonly inSilence?: true;
  /** Of one made in silence: when the agent next began to be heard. Absent: it did not. */
  readonly answeredMs?: number;
}

export interface TurnRecord {
  readonly type: 'turn';
  readonly call: number;
  readonly turn: number;
  readonly step: number;
  readonly kind: TurnKind;
  readonly caller: string;
  readonly voice: string;
  /** What was said: utterance ids and digits, e.g. `my-order-number-is 4 0 7`. */
  readonly said: string;
  readonly heardText: string | null;
  readonly transcript: string | null;
  readonly outcome: TurnOutcome;
  readonly expectsAnswer: boolean;
  readonly failure: FailureCode | null;
  readonly detail: string | null;
  readonly marks: TurnMarks;
  /** Index of the frame (0 = the first the call sent) that carries the last audible sample; null without speech. */
  readonly speechEndFrame: number | null;
  /** The agent began to be heard while the utterance was going on, be it with an answer to an earlier one. */
  readonly agentInterrupted: boolean;
  /** How often. Absent: once, if at all, or an older log. */
  readonly agentInterruptions?: number;
  /** The caller spoke over this turn's answer. */
  readonly bargeIn: BargeIn | null;
  /** The caller's sounds that asked for nothing, over this turn's answer or in this silence. */
  readonly backchannels: readonly MurmurRecord[];
  /**
   * Of its answers, how many began to be heard though nobody had asked for them, and how many broke off, while the caller was
   * silent. Absent: none, or an older log.
   */
  readonly phantoms?: { readonly starts: number; readonly stops: number };
  /**
   * Its answers were found by ear, and the agent has never told that it gives way: that one broke off cannot be told from its end.
   * Absent: it tells, or an older log.
   */
  readonly stopsUntold?: true;
  readonly answers: number;
  /**
   * How the last of its answers ended, by the agent's own account; one that was cut short (`incomplete`) stays. Null: it did not
   * say. Absent in logs from before it was kept.
   */
  readonly answerStatus?: 'completed' | 'cancelled' | 'incomplete' | 'failed' | null;
  /** Why: `turn_detected`, `max_output_tokens`, `content_filter`, or an error's code and message. */
  readonly answerReason?: string | null;
  readonly answerAudioMs: number;
  readonly heardMs: number;
  readonly underruns: { readonly count: number; readonly ms: number };
  readonly rttMs: number | null;
  readonly usage: Usage | null;
  /** The agent's tool calls. Absent in logs from before there were any. */
  readonly tools?: readonly ToolRecord[];
  /** Steps in which the caller went on by what it heard of it. Absent: there was none. */
  readonly heardAs?: readonly HearingRecord[];
  /** What its answers were taken for, none as a rule. Null: nobody can say. Absent: nobody looked. */
  readonly fallbacks?: readonly FallbackRecord[] | null;
}

export type CallOutcome = 'completed' | 'failed' | 'blocked' | 'not_started';

export interface CallRecord {
  readonly type: 'call';
  readonly call: number;
  /** Who made it, where there were several. Absent: there was one, it was never made, or an older log. */
  readonly worker?: number;
  readonly caller: string | null;
  readonly voice: string | null;
  readonly outcome: CallOutcome;
  readonly failure: FailureCode | null;
  readonly detail: string | null;
  readonly scheduledMs: number;
  /** When it first was dialled, connected, ready. */
  readonly dialedMs: number | null;
  /** How many connections were dialled. Absent in logs from before a call could dial again, and where it never came to that. */
  readonly connections?: number;
  /** Each loss of a connection after which it dialled again. Absent: there was none. */
  readonly reconnects?: readonly ReconnectRecord[];
  readonly connectedMs: number | null;
  /** Of the time until then: what a webhook took that named the address. Absent: none was asked. */
  readonly webhookMs?: number;
  readonly readyMs: number | null;
  readonly endedMs: number | null;
  /** Of its last connection, as is the session. */
  readonly closeCode: number | null;
  readonly sessionId: string | null;
  readonly turns: number;
  readonly audioSentMs: number;
  readonly audioReceivedMs: number;
  readonly heardMs: number;
  readonly deadAirMs: { readonly longest: number; readonly total: number };
  readonly overlapMs: number;
  readonly usage: Usage;
  readonly rateLimited: number;
  readonly protocolViolations: number;
  readonly rtt: { readonly count: number; readonly minMs: number | null; readonly meanMs: number | null };
  /** Errors that the agent told of and the session survived. Absent in logs from before they were counted. */
  readonly agentErrors?: readonly AgentErrorCount[];
  /** Who ended the call in good order. Null: it ended in another way. Absent in logs from before it was told. */
  readonly endedBy?: 'caller' | 'agent' | null;
  /** What the way in which it ended was taken for. Absent: nothing, or nobody looked. */
  readonly fallbacks?: readonly FallbackRecord[];
  /** How what was expected of it turned out. Absent: nothing was. */
  readonly expectations?: readonly ExpectationResult[];
  /** What came of each strike in it. Absent: nothing struck, or nobody looked. */
  readonly struck?: readonly StruckRecord[];
}

/** All errors of one code in a call. */
export interface AgentErrorCount {
  readonly code: string;
  readonly count: number;
  /** What the first of them said; from outside, of whatever characters. */
  readonly message: string;
}

/** What one worker says of itself, cumulative since its start: a later line replaces an earlier of the same worker. */
export interface GeneratorRecord {
  readonly type: 'generator';
  readonly worker: number;
  readonly atMs: number;
  readonly sendLateness: EncodedHistogram;
  readonly loopLag: EncodedHistogram;
  /** Scheduled start → dialled. */
  readonly startLateness: EncodedHistogram;
  readonly framesSent: number;
  /** The generator was late with them, and there was no room. */
  readonly framesDropped: number;
  /** Due and on time, and the target had left no room for them. */
  readonly framesUnread?: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly cpuMs: number;
  readonly maxRssMb: number;
}
