/**
 * What an agent's turn can be, other than an answer: the labels, which of them count as a fallback, and which troubles and
 * fallbacks they are the heard form of. A turn may have several, or none.
 */

import { fallbackReasons, type FallbackReason } from '../../core/log/fallback_reason.ts';

/** Whether the label counts as a fallback: the agent did something in place of what the caller came for. */
export const fallbackLabels = {
  /** It has not understood, and asks once more or for other words. */
  'reprompt.no_match': true,
  /** It has heard nothing, and asks once more. */
  'reprompt.no_input': true,
  /** It blames the line, the noise or the level. */
  'reprompt.audio_quality': true,
  /** A question about something in particular: a number, which of two, an order it cannot find. */
  clarify: false,
  /** Says back what it has understood, and asks whether that is right. */
  confirm: false,
  /** What is asked for is not what it is there for. */
  out_of_scope: true,
  /** It does not know, may not, or is not able to. */
  cannot_do: true,
  /** Something of its own does not work. */
  technical_error: true,
  /** Words while it looks something up. */
  filler: false,
  /** It asks whether the caller wants a person. */
  'handover.offered': true,
  /** It hands the caller over. */
  'handover.done': true,
  /** It says that it ends the call with nothing achieved, or ends it after a goodbye. */
  'hangup.polite': true,
  /** It ends the call without a word. */
  'hangup.abrupt': true,
  /** It has noticed that the caller is silent: "are you still there?" */
  silence_ack: false,
} as const satisfies Readonly<Record<string, boolean>>;

export type FallbackLabel = keyof typeof fallbackLabels;
export const labelNames = Object.keys(fallbackLabels) as readonly FallbackLabel[];

/** The troubles and fallbacks of a good agent, as the simulated one's log and its profiles name them; and the handover. */
export const heardReasons = fallbackReasons;
export type HeardReason = FallbackReason;

/** What a label may be the heard form of, where its words do not say more. */
export const reasonsOf = {
  'reprompt.no_match': ['speech_not_detected', 'transcription_failed', 'understanding_failed'],
  'reprompt.no_input': ['speech_not_detected'],
  'reprompt.audio_quality': ['audio_quality'],
  clarify: ['understanding_failed'],
  confirm: [],
  out_of_scope: ['out_of_scope'],
  cannot_do: ['default', 'complex_query', 'sensitive_topic'],
  technical_error: ['timeout', 'connection_lost'],
  filler: [],
  'handover.offered': ['handover'],
  'handover.done': ['handover'],
  'hangup.polite': [],
  'hangup.abrupt': [],
  silence_ack: [],
} as const satisfies Readonly<Record<FallbackLabel, readonly HeardReason[]>>;

export type Evidence =
  /** The name of the tool that was called. */
  | { readonly by: 'tool'; readonly what: string }
  /** How the call ended: a failure's code. */
  | { readonly by: 'end'; readonly what: string }
  /** The sentence, as it was transcribed, cut to 200 characters. */
  | { readonly by: 'phrase'; readonly what: string; readonly language: string }
  /** What the agent had said in the turn before, cut likewise. */
  | { readonly by: 'repetition'; readonly what: string };

export interface Finding {
  readonly label: FallbackLabel;
  /** What it may be the heard form of. */
  readonly reasons: readonly HeardReason[];
  readonly evidence: Evidence;
}

export function isFallback(finding: Finding): boolean {
  return fallbackLabels[finding.label];
}

/** A finding, or what is written down of one. */
interface Labelled {
  readonly label: string;
}

/** A handover by whatever evidence: what an escalation rate counts. */
export function isEscalation({ label }: Labelled): boolean {
  return label === 'handover.done';
}

/** Whether the agent has noticed a silence. */
export function acknowledgesSilence({ label }: Labelled): boolean {
  return label === 'silence_ack' || label === 'reprompt.no_input';
}
