/**
 * What an agent may fall back for: the troubles that callers and lines make, what it is not there for, and a handover. The names are
 * the simulated agent's own; of another agent's words they are what these may be the heard form of.
 */

export const fallbackReasons = [
  'audio_quality',
  'speech_not_detected',
  'transcription_failed',
  'understanding_failed',
  'connection_lost',
  'timeout',
  'default',
  'out_of_scope',
  'complex_query',
  'sensitive_topic',
  'handover',
] as const;

export type FallbackReason = (typeof fallbackReasons)[number];
