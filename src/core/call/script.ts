/**
 * What a caller does, step by step. The plan holds steps with names in them; a call resolves these to clips
 * by its persona (`resolveSpeech`).
 */

import type { Condition } from '../plan/expectation.ts';
import type { MurmurKind } from '../log/record.ts';
import type { Persona } from '../plan/persona.ts';

/** One part of what is said: a recorded utterance, or a number spoken digit by digit; in a variant of its own, where it has one. */
export type SpeechPart =
  | { readonly utterance: string; readonly variant?: string }
  | { readonly number: 'orderNumber' | 'phone'; readonly variant?: string }
  | { readonly digits: string; readonly variant?: string }
  | { readonly pauseMs: number };

/** What is typed on the telephone's keys: 0–9, `*`, `#`, A–D, and `w` for a wait; or a number of the persona's. */
export type KeyPart = { readonly keys: string } | { readonly number: 'orderNumber' | 'phone' };

/** Where a caller goes on by what it has heard. */
export interface Way {
  /** Index of a step; behind the last the script has run out. */
  readonly to: number;
  /** It comes back to hear again. */
  readonly again?: true;
}

export interface HearBranch extends Way {
  /** Null: nothing was heard by the deadline. */
  readonly when: Condition | null;
}

export type PlanStep =
  /**
   * Speak, once nobody has spoken for the persona's pause (or `pauseMs`); opens a turn. `others`: said in place of `speech`, another
   * one each time that the caller comes here.
   */
  | {
      readonly op: 'say';
      readonly speech: readonly SpeechPart[];
      readonly others?: readonly (readonly SpeechPart[])[];
      readonly pauseMs?: number;
    }
  /** Type on the telephone's keys, once nobody has spoken for the pause; opens a turn, whose words end as the last key is let go. */
  | { readonly op: 'dtmf'; readonly keys: readonly KeyPart[]; readonly pauseMs?: number }
  /** Wait for the answer and hear it out. Deadline: end of speech → first heard audio (default: patience). */
  | { readonly op: 'listen'; readonly deadlineMs?: number; readonly onTimeout: 'fail' | 'continue' }
  /**
   * Wait for the answer and hear it out, then go on by what was heard: the first of the `branches` that holds counts. Where no words
   * are known, the way is that of the `likely` branch. In a call it hears at most `again` times again; then it goes on at `past`.
   */
  | {
      readonly op: 'hear';
      readonly deadlineMs?: number;
      readonly branches: readonly HearBranch[];
      /** Where none holds. */
      readonly otherwise: Way;
      /** Index into `branches`. Absent: `otherwise`. */
      readonly likely?: number;
      readonly again: number;
      readonly past: number;
    }
  /** Go on at another step. */
  | { readonly op: 'go'; readonly to: number }
  /** Wait for the answer, let it be heard for `afterMs`, then speak over it; opens a turn. */
  | {
      readonly op: 'interrupt';
      readonly afterMs: number;
      readonly speech: readonly SpeechPart[];
      readonly deadlineMs?: number;
      readonly onTimeout: 'fail' | 'continue';
    }
  /** Wait for the answer, let it be heard for `afterMs`, then make a sound that asks for nothing; go on listening. */
  | {
      readonly op: 'backchannel';
      readonly afterMs: number;
      readonly speech: readonly SpeechPart[];
      /** Absent: by what is said. */
      readonly as?: MurmurKind;
      readonly deadlineMs?: number;
      readonly onTimeout: 'fail' | 'continue';
    }
  /** Say nothing for this long, whatever the agent does. `orHangup`: it may end the call meanwhile, and that is a good end. */
  | { readonly op: 'silence'; readonly durationMs: number; readonly orHangup?: true }
  /** The same, but for one sound that asks for nothing, made `afterMs` into it; it takes none of the time. */
  | {
      readonly op: 'silence';
      readonly durationMs: number;
      readonly orHangup?: true;
      readonly afterMs: number;
      readonly speech: readonly SpeechPart[];
      readonly as?: MurmurKind;
    }
  /** Wait for the agent to end the call. Deadline: from the last that was heard, or said, on (default: patience). */
  | { readonly op: 'hung_up'; readonly deadlineMs?: number }
  /** End the call now, even over an answer. A script that runs out hangs up by itself. */
  | { readonly op: 'hangup' };

/** Whether a step waits for an answer. */
export function listens(step: PlanStep | undefined): boolean {
  switch (step?.op) {
    case 'listen':
    case 'hear':
    case 'interrupt':
    case 'backchannel':
      return true;
    default:
      return false;
  }
}

/** All that a step may say. */
export function saidIn(step: PlanStep): readonly SpeechPart[] {
  if (!('speech' in step)) return [];
  return step.op === 'say' ? [step.speech, ...(step.others ?? [])].flat() : step.speech;
}

/** Where a step that hears would go if nobody could tell what was said: the plain order of the script. */
export function plainWay({ branches, likely, otherwise }: Extract<PlanStep, { op: 'hear' }>): Way {
  return (likely === undefined ? undefined : branches[likely]) ?? otherwise;
}

/** Whether the agent may end the call in a step. */
export function mayBeHungUp(step: PlanStep | undefined): boolean {
  return step?.op === 'hung_up' || (step?.op === 'silence' && step.orHangup === true);
}

/** What to play: a clip's index, or (negative) that many frames of silence. */
export type Playlist = readonly number[];

/** Throws RangeError when the persona has no clip for an utterance: the compiler checks this beforehand. */
export function resolveSpeech(speech: readonly SpeechPart[], persona: Persona, frameMs: number): Playlist {
  const playlist: number[] = [];
  const pause = (ms: number): void => {
    const frames = Math.round(ms / frameMs);
    if (frames > 0 && playlist.length > 0) playlist.push(-frames);
  };
  const clip = (utterance: string, variant: string | undefined): void => {
    const index = persona.clips[variant === undefined ? utterance : `${utterance}@${variant}`];
    if (index === undefined) throw new RangeError(`persona ${persona.name} cannot say "${utterance}"`);
    playlist.push(index);
  };
  for (const part of speech) {
    if ('utterance' in part) clip(part.utterance, part.variant);
    else if ('pauseMs' in part) pause(part.pauseMs);
    else {
      const digits = 'digits' in part ? part.digits : persona[part.number];
      let first = true;
      for (const character of digits) {
        if (character < '0' || character > '9') continue;
        if (!first) pause(persona.digitGapMs);
        clip(`digit-${character}`, part.variant);
        first = false;
      }
    }
  }
  return playlist;
}
