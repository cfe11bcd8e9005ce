/**
 * A profile: who the simulated agent is, what it understands, what it says and how fast. This is the checked, complete form
 * that a session works with; reading it from a file is `load_profile.ts`. Plain data, no behaviour.
 */

import type { FaultWish } from '../../fault/fault_wish.ts';
import type { LatencyModel } from '../latency.ts';
import type { Limits } from '../limits.ts';
import type { StyleName } from '../mind/style.ts';
import type { FallbackReason, TroubleType } from '../mind/trouble.ts';

export interface Profile {
  readonly name: string;
  readonly description: string;
  /** Name of the recorded voice: a folder of the fixtures. */
  readonly voice: string;
  /** Utterance id. */
  readonly greeting: string;
  /** What the prompt is made of (mind/system_prompt.ts). */
  readonly brief: Brief;
  /** In place of the prompt that is made of the brief, where the profile has a text of its own. */
  readonly instructions: string | null;
  readonly manners: Manners;
  /** What it says to whom; or, where it does not understand its callers, a list to draw answers from. */
  readonly mind:
    | { readonly type: 'dialogue'; readonly dialogue: Dialogue }
    | { readonly type: 'list'; readonly answers: readonly string[] };
  readonly ear: {
    readonly vad: 'fvad' | 'energy';
    /** Whether what is heard is recognised: it has to be for a dialogue, and can be for transcripts alone. */
    readonly recognition: boolean;
  };
  readonly latency: LatencyModel;
  readonly pace: {
    /** Length of audio in one delta. */
    readonly chunkMs: number;
    /** From one delta to the next. Shorter than `chunkMs`: faster than real time. */
    readonly everyMs: number;
  };
  readonly limits: Limits;
  /** The model of the price table at which `serve` says what was used. */
  readonly price: string | null;
  readonly misbehaviour: readonly FaultWish[];
}

/** What the caller of a model would write into its system prompt. */
export interface Brief {
  /** "the support agent of …": completes "You are". */
  readonly role: string;
  readonly capabilities: readonly string[];
  readonly constraints: readonly string[];
  readonly voiceStyle: string;
}

/** How it behaves in a conversation, whatever it is about. */
export interface Manners {
  readonly style: StyleName;
  /** An answer has at most this many words. */
  readonly words: number;
  /** What a short sound of the caller over the agent does: `ignore` a murmur or cough and talk on, or `yield` to any voice. */
  readonly backchannels: 'ignore' | 'yield';
  /** A voice over the agent that goes on for this long is an interruption, unless it is a murmur. */
  readonly interruptionMs: number;
  /** Says something short before a tool that takes its time. */
  readonly fillers: readonly string[];
  readonly silence: {
    /** The caller has been silent for this long since the agent was last heard. Infinity: it waits for ever. */
    readonly afterMs: number;
    /** Said at the first silence, the second, …; after the last it says `end` and ends the call. */
    readonly prompts: readonly string[];
    readonly end: string | null;
  };
}

/** What it understands and what it answers. Utterances of the caller and of the agent are named by their fixture's id. */
export interface Dialogue {
  readonly intents: readonly Intent[];
  readonly slots: Readonly<Record<string, Slot>>;
  readonly tools: Readonly<Record<string, ToolUse>>;
  /** What it says at each kind of trouble. */
  readonly troubles: Readonly<Record<TroubleType, string>>;
  readonly fallbacks: Readonly<Record<FallbackReason, Fallback>>;
  readonly handover: Handover;
  /** Sounds that ask for nothing ("mm-hm", a cough): they do not interrupt it. */
  readonly backchannels: readonly string[];
  /** Said when it is asked to speak and there is nothing new to answer. */
  readonly idle: string;
}

export interface Intent {
  readonly name: string;
  /** Any of these, in the caller's turn, means it. */
  readonly heard: readonly string[];
  /** Means it only as the answer to one of these, the last that the agent said. Empty: at any time. */
  readonly after: readonly string[];
  /** A slot that has to be known first; asked for where it is not. */
  readonly needs: string | null;
  /** A tool that is called first, where the client has declared it. */
  readonly calls: string | null;
  readonly say: readonly string[];
  /** Says again what it last said, after `say`. */
  readonly repeat: boolean;
  /** Hands the call over to a person: the caller's own wish. */
  readonly handover: boolean;
}

export interface Slot {
  /** The utterances that come before its digits ("my order number is"); digits alone do where it was asked for. */
  readonly openers: readonly string[];
  /** A number of fewer digits is not taken. */
  readonly digitsAtLeast: number;
  /** Asks for it. */
  readonly ask: string;
  /** Said when it was given and nothing waits for it. */
  readonly noted: string;
}

export interface ToolUse {
  /** Argument name → the slot whose value it takes. */
  readonly arguments: Readonly<Record<string, string>>;
  /** A filler is said first. */
  readonly slow: boolean;
  /** Said where the result says that it failed. */
  readonly onError: string;
  /** After this long without a result it apologises and tries once more. */
  readonly timeoutMs: number;
}

export interface Fallback {
  readonly say: string;
  readonly heard: readonly string[];
}

export interface Handover {
  readonly say: string;
  /** Called where the client has declared it. */
  readonly tool: string;
  /** So many troubles in a row. */
  readonly afterTroubles: number;
  /** So many fallbacks in the call. */
  readonly afterFallbacks: number;
}
