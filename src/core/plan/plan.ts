/**
 * The Plan: a compiled scenario as plain JSON. It is the one thing an engine is given, besides the clips' audio.
 * Same scenario, fixtures and seed give the same plan, byte for byte; call i is a pure function of (plan, i).
 * All times are milliseconds; instants are relative to the start of the run.
 */

import type { PlanLoad } from '../load/arrivals.ts';
import type { CarrierName } from './carrier.ts';
import type { Persona } from './persona.ts';
import type { PlanDialect, OWN_DIALECT } from './plan_dialect.ts';
import type { ClipVariant } from './recipe.ts';
import type { Judgement } from './judgement.ts';
import type { Quirks } from './quirks.ts';
import type { Reconnect } from './reconnect.ts';
import type { PlanStep } from '../call/script.ts';
import type { SessionSettings } from './session_settings.ts';
import type { PlanTool } from './tool.ts';

export type { Persona } from './persona.ts';
export type { PlanDialect } from './plan_dialect.ts';
export type { ClipVariant, Recipe, RecipeStep } from './recipe.ts';
export type { Judgement, Stat, Threshold, TimedFault, TokenPrices } from './judgement.ts';
export type { PlanExpectation } from './expectation.ts';
export type { Quirks } from './quirks.ts';
export type { Reconnect } from './reconnect.ts';
export type { SessionSettings, TurnDetection } from './session_settings.ts';

export const PLAN_VERSION = 1;

/** The wire protocols that there are. */
export const DIALECT_NAMES = ['openai-realtime', 'gemini-live', 'gpt-live', 'twilio-media-streams'] as const;

export type DialectName = (typeof DIALECT_NAMES)[number];

export interface Plan {
  readonly version: typeof PLAN_VERSION;
  /** SHA-256 (hex) of the rest of the plan and its audio: what makes two logs belong together. */
  readonly id: string;
  readonly scenario: {
    readonly name: string;
    readonly description?: string;
    /** SHA-256 of the scenario after defaults, as canonical JSON. */
    readonly sha256: string;
  };
  readonly seed: number;
  readonly dialect: DialectName | typeof OWN_DIALECT;
  /** The user's own; with `own` as the dialect's name, and only then. */
  readonly ownDialect?: PlanDialect;
  readonly target: PlanTarget;
  /** What the agent may call; absent where there is nothing. */
  readonly tools?: readonly PlanTool[];
  /** How much audio one message carries. */
  readonly frameMs: number;
  readonly load: PlanLoad;
  readonly callers: readonly PlanCaller[];
  /** Call i takes one of these by a seeded draw. */
  readonly personas: readonly Persona[];
  readonly clips: readonly Clip[];
  /** What goes wrong on purpose on the caller's side. Absent: nothing. */
  readonly faults?: readonly PlanFault[];
  /** What callers' voices are spoiled by. Absent: nothing. */
  readonly impairments?: readonly PlanImpairment[];
  /** How the network of some of the calls is bad on purpose. Absent: it is as it is. */
  readonly network?: readonly PlanToxic[];
  readonly limits: PlanLimits;
  readonly playback: {
    /** Depth of the listener's jitter buffer. */
    readonly bufferMs: number;
    /** RMS level over which the listener hears something, in 10 ms. */
    readonly audibleDbfs: number;
  };
  /** What the report judges by; engines do not read it, but for `abort`. */
  readonly judgement: Judgement;
}

export interface PlanTarget {
  /** A ws:// or wss:// URL; an http:// or https:// one of a voice webhook, which names the stream of each call; or the word `simulator`: the simulated agent, which the run starts itself. */
  readonly url: string;
  readonly model: string;
  /** Name (never the value) of the environment variable that holds the key. */
  readonly keyEnv?: string;
  /** Path of the simulated agent's profile, relative to where the scenario is; only with `simulator`. */
  readonly profile?: string;
  /** The header that carries the key as it is. Absent: `Authorization: Bearer`. */
  readonly keyHeader?: string;
  /** A program and its arguments, whose output is the key; `${NAME}` in them as in headers. */
  readonly tokenCommand?: readonly string[];
  /** Sub-protocols that the handshake offers. */
  readonly protocols?: readonly string[];
  /** One more of them, which carries the key in place of a header: `{key}` stands for it. */
  readonly keyProtocol?: string;
  /** What the service wants otherwise than its protocol has it. */
  readonly quirks?: Quirks;
  /** More headers of the handshake. In their values, and the query's, `${NAME}` stands for an environment variable's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More of the URL's query. */
  readonly query?: Readonly<Record<string, string>>;
  /** What is told to the server of each call, in a protocol that has a place for it. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Name of the environment variable that holds the token by which a telephone service signs what it asks a server. */
  readonly authTokenEnv?: string;
  /** Who carries the call, where that is not Twilio. */
  readonly carrier?: CarrierName;
  /** The telephone number that is called. */
  readonly to?: string;
  /** Path of a file of PEM certificates that the target's may be signed by, relative to where the scenario is. */
  readonly ca?: string;
  /**
   * Who speaks first: `agent` makes the caller's client ask for a greeting once the session is ready; `agent_by_itself` is
   * waited for, and not asked.
   */
  readonly speaksFirst: 'agent' | 'agent_by_itself' | 'caller';
  readonly session: SessionSettings;
}

export interface PlanCaller {
  readonly name: string;
  readonly weight: number;
  readonly steps: readonly PlanStep[];
  /** Indices into `Plan.personas` this caller may be. */
  readonly personas: readonly number[];
  /** What is heard of this caller between words. Absent: silence. */
  readonly bed?: Bed;
  /**
   * This caller in calls that draw other impairments than those that are for all of its calls: one for each set of them that can
   * be drawn. Absent: there are no others.
   */
  readonly spoiled?: readonly SpoiledCaller[];
  /** What its client does when the connection breaks. Absent: as `limits` has it. */
  readonly reconnect?: Reconnect;
}

export interface SpoiledCaller {
  /** Indices into `Plan.impairments`, ascending: all that the call drew. */
  readonly impairments: readonly number[];
  readonly bed?: Bed;
  /** By voice, in place of the personas' own. */
  readonly clips: Readonly<Record<string, Persona['clips']>>;
}

/** Something done to callers' voices in some of the calls. The recipes of the clips say how; this says whom, and what it is called. */
export interface PlanImpairment {
  readonly impair: string;
  /** With its arguments, in the notation of the scenario. */
  readonly text: string;
  /** Of the calls that it may spoil, 0 to 1. */
  readonly share: number;
  /** Each n-th call only. */
  readonly every?: number;
  /** Of these callers only. */
  readonly callers?: readonly string[];
  /** What is said in this step of the script only, from 0. */
  readonly step?: number;
  /** Of the calls it spoils, whatever the plan's seed. */
  readonly seed?: number;
  /** It is done while the call goes on: nothing of it is in the clips. */
  readonly echo?: PlanEcho;
}

/** What the caller's listener plays of the agent comes back through its microphone. */
export interface PlanEcho {
  readonly delayMs: number;
  /** Over what was heard. */
  readonly levelDb: number;
}

/**
 * A fault that the caller's side commits in some of the calls, once in each. The core carries it; what it does is known by its
 * name elsewhere.
 */
export interface PlanFault {
  readonly fault: string;
  /** Of the calls that it may strike, 0 to 1. */
  readonly share: number;
  /** Each n-th call only. */
  readonly every?: number;
  /** Of these callers only. */
  readonly callers?: readonly string[];
  /** In the n-th of its moments in the call. Absent: the first. */
  readonly nth?: number;
  /** In moments of this step of the script only, from 0. */
  readonly step?: number;
  /** In moments from this instant of the run on, and before that one. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Of the calls it strikes, whatever the plan's seed. */
  readonly seed?: number;
  /** Its own arguments; units as its catalogue says, durations in ms. */
  readonly args: Readonly<Record<string, number | string>>;
}

/** One way in which the network of some of the calls is bad. The core carries it; what it does is known by its name elsewhere. */
export interface PlanToxic {
  readonly toxic: string;
  /** What is sent to the agent, or what comes from it. */
  readonly stream: 'upstream' | 'downstream';
  /** Of the calls that it may fall on, 0 to 1. */
  readonly toxicity: number;
  /** Each n-th call only. */
  readonly every?: number;
  /** Of these callers only. */
  readonly callers?: readonly string[];
  /** On from this instant of the run, and off from that one. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Of all that is drawn, whatever the plan's seed. */
  readonly seed?: number;
  /** Its own arguments: durations in ms, bytes, bytes a second. */
  readonly args: Readonly<Record<string, number | string>>;
}

/** A loop of ready-made messages: `frames` entries of PlanAudio from `firstFrame` on, at least one. */
export interface Bed {
  readonly firstFrame: number;
  readonly frames: number;
}

/**
 * A fixture made ready for the wire, as it is or by a recipe. Its messages are `frames` entries of PlanAudio from
 * `firstFrame` on. A variant differs in its messages alone: length, segments and level are those of the clean recording.
 */
export interface Clip {
  /** `voice/utterance`, and for a variant `~` and the beginning of its id. */
  readonly id: string;
  readonly utterance: string;
  readonly voice: string;
  readonly transcript: string;
  /** Index into PlanAudio of its first message. */
  readonly firstFrame: number;
  readonly frames: number;
  readonly durationMs: number;
  /** Where speech is audible, relative to the clip's start; ascending, at least one. */
  readonly segments: readonly Segment[];
  readonly activeDbfs: number;
  /** SHA-256 of the fixture's file. */
  readonly sha256: string;
  /** Absent: the recording as it is. */
  readonly variant?: ClipVariant;
}

export interface Segment {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The clips' audio as ready-made protocol messages, one after another: message k is
 * `bytes[offsets[k] … offsets[k+1])`, text in ASCII. Message 0 is one frame of silence.
 * Backed by a SharedArrayBuffer in Node, so that workers share it.
 */
export interface PlanAudio {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

export const SILENCE_FRAME = 0;

export interface PlanLimits {
  readonly connectMs: number;
  readonly setupMs: number;
  /** Hard bound of one call, from its scheduled start. */
  readonly callMs: number;
  /** How long an answer may go on before the caller stops listening to it. */
  readonly answerMs: number;
  /** An answer whose end is not told is over once nothing has been played, and nothing has come, for so long. */
  readonly quietMs: number;
  /**
   * Where the protocol tells of no answers, so that they are found by ear: a silence of so long ends one. Absent: it tells of them.
   */
  readonly gapMs?: number;
  /** How long the target has to answer the closing handshake. */
  readonly closeMs: number;
  /** How many times a call whose connection breaks in the middle of the script dials again. Absent: never. */
  readonly redials?: number;
  /** How long it waits before it does. Absent: 500. */
  readonly redialMs?: number;
}
