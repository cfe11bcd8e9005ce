/**
 * Services that speak the Realtime protocol almost, by name: what each wants to be told otherwise. Their documents and clients as of
 * November 2026 are the source; what changes since is said beside the name, key by key.
 */

import type { Quirks } from '../../core/plan/quirks.ts';

const byName = {
  /** The protocol as it is; another address, and the key in a header of its own. */
  azure: { path: '/openai/v1/realtime', keyHeader: 'api-key' },
  /** Deployments that are reached by a dated version of the API: the beta's words. */
  'azure-preview': {
    path: '/openai/realtime',
    query: { 'api-version': '2025-04-01-preview' },
    keyHeader: 'api-key',
    modelParameter: 'deployment',
    shape: 'beta',
  },
  /** The beta's words, with detections of its own. */
  'azure-voice-live': {
    path: '/voice-live/realtime',
    query: { 'api-version': '2026-07-15' },
    keyHeader: 'api-key',
    shape: 'beta',
    detectors: { semantic_vad: 'azure_semantic_vad' },
    omit: ['turn_detection.eagerness'],
  },
  /** Older servers and gateways, from before the protocol was generally available. */
  beta: { shape: 'beta', betaHeader: true },
  /**
   * Voice and turn detection stand in the session itself. With a model for the transcription it tells what it understands again and
   * again, as far as it has come, and never that it is done.
   */
  xai: {
    path: '/v1/realtime',
    move: { 'audio.input.turn_detection': 'turn_detection', 'audio.output.voice': 'voice' },
    omit: [
      'type',
      'output_modalities',
      'audio.input.noise_reduction',
      'audio.input.transcription.model',
      'turn_detection.create_response',
      'turn_detection.interrupt_response',
    ],
  },
  /** It never confirms settings. */
  unconfirmed: { ready: 'session.created' },
} as const satisfies Readonly<Record<string, Quirks>>;

export type LookalikeName = keyof typeof byName;

export const lookalikes: ReadonlyMap<string, Quirks> = new Map(Object.entries(byName));
export const lookalikeNames = Object.keys(byName) as readonly LookalikeName[];
