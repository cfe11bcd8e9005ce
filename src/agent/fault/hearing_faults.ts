/** Faults before there is anything to answer: at the door, and in the detector and the transcription. */

import type { Fault } from './fault.ts';

export const handshakeRefused: Fault = {
  name: 'handshake_refused',
  means: 'the WebSocket handshake is answered with an HTTP error',
  of: 'handshake',
  args: {
    status: { means: 'the HTTP status', otherwise: 429, kind: 'number', min: 400, max: 599, whole: true },
  },
  hooks: ({ status }) => ({ handshake: () => status as number }),
};

export const noSpeechStopped: Fault = {
  name: 'no_speech_stopped',
  means: 'the detector misses the end of a turn: no speech_stopped, no commit, no answer',
  of: 'turn',
  args: {},
  hooks: () => ({ turn: () => 'missed' }),
};

export const transcriptionLate: Fault = {
  name: 'transcription_late',
  means: 'a transcription comes long after its turn',
  of: 'transcription',
  args: { by: { means: 'on top of its usual delay', otherwise: 3000, kind: 'ms', min: 1 } },
  hooks: ({ by }) => ({
    transcription: (plan) => ({ ...plan, delayMs: plan.delayMs + (by as number) }),
  }),
};

export const transcriptionFailed: Fault = {
  name: 'transcription_failed',
  means: 'a transcription fails',
  of: 'transcription',
  args: {},
  hooks: () => ({ transcription: (plan) => ({ ...plan, outcome: 'failed' }) }),
};

export const transcriptionNever: Fault = {
  name: 'transcription_never',
  means: 'a transcription never comes',
  of: 'transcription',
  args: {},
  hooks: () => ({ transcription: (plan) => ({ ...plan, outcome: 'never' }) }),
};
