/**
 * A protocol of the user's own, as a plan carries it: what engines have to know of it before a call is made, as data, and the code
 * that speaks it, bundled, for whoever makes the calls. Nothing here runs it.
 */

import { ConfigError } from '../word/config_error.ts';
import type { SessionSettings } from './session_settings.ts';

/** In place of the name of a protocol that Callstorm has. */
export const OWN_DIALECT = 'own';

export interface PlanDialect {
  /** What it calls itself. */
  readonly name: string;
  /** As the scenario names it. */
  readonly file: string;
  readonly uplink: PlanAudioWay & {
    /** How much audio a message carries, where the protocol says so. */
    readonly frameMs?: number;
    /** What stands around the audio in each message, a character a byte. */
    readonly before: string;
    readonly after: string;
  };
  readonly downlink: PlanAudioWay & {
    /** Where a message of text has the audio. Absent: all binary messages are audio, or `receive` says it. */
    readonly at?: AudioPlace;
  };
  /** The session is ready as soon as it has said how it is to be. */
  readonly readyAtOnce: boolean;
  /** It tells one answer from the next. False: they are found by ear. */
  readonly tellsAnswers: boolean;
  /** An ES module: its default export is the dialect. */
  readonly code: string;
  /** From places in it to those in what the user wrote: a source map. */
  readonly map: string;
}

export interface PlanAudioWay {
  readonly format: SessionSettings['format'];
  readonly sampleRate: number;
  /** In binary messages, as its bytes. */
  readonly binary: boolean;
}

export interface AudioPlace {
  /** What such a message has at its top: names and their values. */
  readonly when: Readonly<Record<string, string>>;
  /** The name under which its base64 stands; dots lead into objects. */
  readonly at: string;
}

/** Of what needs an agent that speaks it: for a protocol that only its own service knows, there is none. */
export function notSimulated(): ConfigError {
  return new ConfigError('the simulated agent does not speak a dialect of your own', {
    code: 'dialect_not_simulated',
    path: 'target.dialect',
    hint:
      'Run it against your service (target.url, or --target). To rehearse the scenario, or to have its cost estimated, ' +
      'add --dialect openai-realtime: the callers are the same.',
  });
}
