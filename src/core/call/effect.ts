/**
 * What a call is told and what it asks for: the whole surface between the pure core and an engine. Instants are ms
 * since the start of the run. A call may dial more than once: what comes from a connection says from which, by a number that
 * counts up from 0.
 */

import type { AgentEvent, Command } from './event.ts';
import type { FailureCode, StopReason } from '../log/failure.ts';
import type { CallRecord, TurnRecord } from '../log/record.ts';
import type { Playlist } from './script.ts';

export type CallInput =
  /** Its time has come. */
  | { readonly type: 'begin' }
  /** The WebSocket is open. */
  | {
      readonly type: 'opened';
      readonly connection: number;
      /** So much of the time went by until somebody who was asked had said where to connect. Absent: nobody was. */
      readonly webhookMs?: number;
    }
  | { readonly type: 'event'; readonly connection: number; readonly event: AgentEvent }
  /** The last frame of what was to be spoken has left. */
  | { readonly type: 'spoken' }
  /** The instant asked for by the last `wake` has come. */
  | { readonly type: 'timer' }
  /** A round trip, measured by a WebSocket ping. */
  | { readonly type: 'rtt'; readonly connection: number; readonly ms: number }
  /** The connection has ended, or never came about. `failure` is the engine's own diagnosis where it has one. */
  | {
      readonly type: 'closed';
      readonly connection: number;
      readonly code: number;
      readonly reason: string;
      readonly failure: FailureCode | null;
      readonly detail: string | null;
    }
  /** The run is being stopped, the caller hangs up on purpose, or the call has cost what it may: end it now. */
  | { readonly type: 'stop'; readonly failure: StopReason }
  | { readonly type: 'stop'; readonly failure: 'disconnected' | 'call_budget'; readonly detail: string }
  /** A defect was met on this side: write down what there is, and no more. */
  | { readonly type: 'broken'; readonly detail: string };

/**
 * What is going on in a call: the caller is to be heard, the agent is to be heard, the answer is over, a tool has been called and
 * its result is awaited.
 */
export type CallMoment = 'utterance' | 'answer' | 'between' | 'tool';

export type Effect =
  /** Connect, and call the connection by this number. Its instant is the one at which this is asked for. */
  | { readonly type: 'dial'; readonly connection: number }
  | { readonly type: 'send'; readonly command: Command }
  /** Open the microphone: frame k is due at `atMs + k · frameMs`, silence unless told to speak. */
  | { readonly type: 'mic'; readonly atMs: number }
  /** From the frame due at `atMs` (always in the future, always a frame's due instant) play this. */
  | { readonly type: 'speak'; readonly playlist: Playlist; readonly atMs: number }
  /** A key of the telephone has been pressed and let go. */
  | { readonly type: 'press'; readonly key: string }
  /** Stop speaking and go on with silence. */
  | { readonly type: 'hush' }
  /** Call back at this instant; replaces any earlier wish. */
  | { readonly type: 'wake'; readonly atMs: number }
  /** Close the socket politely; or, where it has not opened yet, give it up. */
  | { readonly type: 'close'; readonly code: number }
  /** Close the socket politely; the call goes on, on another. */
  | { readonly type: 'leave'; readonly code: number }
  /** Cut the connection without a word. Nothing that still comes from it is of consequence. */
  | { readonly type: 'drop' }
  /** The call is in this moment from this instant on. Told where the plan has faults that want to know. */
  | { readonly type: 'moment'; readonly moment: CallMoment; readonly step: number; readonly atMs: number }
  /** A line of the call log. A call's own record is its last effect. */
  | { readonly type: 'record'; readonly record: TurnRecord | CallRecord };
