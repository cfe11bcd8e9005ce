/**
 * The session's effective settings: the defaults of the service and the profile, then what each `session.update` asks
 * for, field by field. Pure and immutable. A `turn_detection` replaces the former as a whole, its missing fields
 * taking their defaults. What the agent cannot honour (voice, speed, tracing, …) is kept and echoed, nothing more.
 */

import type {
  AudioTranscription,
  RealtimeAudioConfigInput,
  RealtimeAudioConfigOutput,
  RealtimeAudioFormats,
  RealtimeAudioInputTurnDetection,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import type { Problem } from './event_shape.ts';

export type AudioFormat = 'pcm16' | 'ulaw' | 'alaw';

/** Everything there is, nulls included: what is off is said to be off. The published type leaves these nulls out. */
export interface Settings {
  readonly type: 'realtime';
  readonly object: 'realtime.session';
  readonly id: string;
  readonly model: string;
  /** Seconds since the Unix epoch; left out where there is no such clock. */
  readonly expires_at?: number;
  readonly output_modalities: ('text' | 'audio')[];
  readonly instructions: string;
  readonly tools: NonNullable<RealtimeSessionCreateRequest['tools']>;
  readonly tool_choice: NonNullable<RealtimeSessionCreateRequest['tool_choice']>;
  readonly max_output_tokens: number | 'inf';
  readonly truncation: NonNullable<RealtimeSessionCreateRequest['truncation']>;
  readonly tracing: NonNullable<RealtimeSessionCreateRequest['tracing']> | null;
  readonly prompt: NonNullable<RealtimeSessionCreateRequest['prompt']> | null;
  readonly include: NonNullable<RealtimeSessionCreateRequest['include']> | null;
  readonly audio: {
    readonly input: {
      readonly format: RealtimeAudioFormats;
      readonly transcription: AudioTranscription | null;
      readonly noise_reduction: RealtimeAudioConfigInput.NoiseReduction | null;
      readonly turn_detection: RealtimeAudioInputTurnDetection | null;
    };
    readonly output: {
      readonly format: RealtimeAudioFormats;
      readonly voice: NonNullable<RealtimeAudioConfigOutput['voice']>;
      readonly speed: number;
    };
  };
}

const PCM: RealtimeAudioFormats = { type: 'audio/pcm', rate: 24000 };

export function defaultSettings(id: string, model: string, instructions: string): Settings {
  return {
    type: 'realtime',
    object: 'realtime.session',
    id,
    model,
    output_modalities: ['audio'],
    instructions,
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    truncation: 'auto',
    tracing: null,
    prompt: null,
    include: null,
    audio: {
      input: {
        format: PCM,
        transcription: null,
        noise_reduction: null,
        turn_detection: completeTurnDetection({ type: 'server_vad' }),
      },
      output: { format: PCM, voice: 'marin', speed: 1 },
    },
  };
}

/** `update` has passed the check of its shape. What is refused leaves the settings as they were. */
export function updateSettings(
  settings: Settings,
  update: RealtimeSessionCreateRequest,
  hasSpoken: boolean,
): Settings | Problem {
  const { audio, model, ...rest } = update;
  const { tracing } = rest;
  if (model !== undefined && model !== settings.model) {
    return {
      code: 'invalid_value',
      message: `The model of a session cannot be changed: it is '${settings.model}'.`,
      param: 'session.model',
    };
  }
  if (tracing !== undefined && settings.tracing !== null && !sameJson(tracing, settings.tracing)) {
    return {
      code: 'invalid_value',
      message: 'Once tracing is enabled for a session, its configuration cannot be changed.',
      param: 'session.tracing',
    };
  }
  const input: Partial<RealtimeAudioConfigInput> = audio?.input ?? {};
  const output: Partial<RealtimeAudioConfigOutput> = audio?.output ?? {};
  const locked = hasSpoken ? lockedVoice(settings, output.voice, 'session') : null;
  if (locked !== null) return locked;
  const { turn_detection: detection, noise_reduction: reduction, ...otherInput } = input;
  return {
    ...settings,
    ...withoutUndefined(rest),
    audio: {
      input: {
        ...settings.audio.input,
        ...withoutUndefined(otherInput),
        ...(reduction === undefined
          ? {}
          : { noise_reduction: reducedBy(settings.audio.input.noise_reduction, reduction) }),
        ...(detection === undefined
          ? {}
          : { turn_detection: detection === null ? null : completeTurnDetection(detection) }),
      },
      output: { ...settings.audio.output, ...withoutUndefined(output) },
    },
  };
}

/** What is wrong with another voice, once the conversation holds the agent's. `within`: the part of the event it is in. */
export function lockedVoice(
  settings: Settings,
  voice: Voice | undefined,
  within: 'session' | 'response',
): Problem | null {
  if (voice === undefined || sameVoice(voice, settings.audio.output.voice)) return null;
  return {
    code: 'cannot_update_voice',
    message: "Cannot update a conversation's voice if assistant audio is present.",
    param: `${within}.audio.output.voice`,
  };
}

export function formatOf(format: RealtimeAudioFormats): AudioFormat {
  if (format.type === 'audio/pcmu') return 'ulaw';
  if (format.type === 'audio/pcma') return 'alaw';
  return 'pcm16';
}

/** Bytes of one ms of audio on the wire. */
export function bytesPerMs(format: AudioFormat): number {
  return format === 'pcm16' ? 48 : 8;
}

/** What decides where a turn begins and ends, once the kind of detection is out of the way. */
export interface TurnRules {
  readonly threshold: number;
  readonly prefixPaddingMs: number;
  readonly silenceDurationMs: number;
  readonly idleTimeoutMs: number | null;
  /** Semantic detection: how soon a caller who seems to be done is answered. Null: silence alone decides. */
  readonly eagerness: Eagerness | null;
  readonly createResponse: boolean;
  readonly interruptResponse: boolean;
}

export type Eagerness = 'low' | 'medium' | 'high' | 'auto';

/**
 * Null: the client ends its turns itself. Semantic detection waits by what was said (ear/turn/semantic_pause.ts); to an agent that
 * does not understand its callers, an eagerness stands for a fixed silence.
 */
export function turnRules(settings: Settings): TurnRules | null {
  const detection = settings.audio.input.turn_detection;
  if (detection === null) return null;
  const common = {
    createResponse: detection.create_response ?? true,
    interruptResponse: detection.interrupt_response ?? true,
  };
  if (detection.type === 'semantic_vad') {
    const eagerness = detection.eagerness ?? 'auto';
    const silenceDurationMs = { low: 1200, medium: 700, auto: 700, high: 400 }[eagerness];
    return {
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs,
      idleTimeoutMs: null,
      eagerness,
      ...common,
    };
  }
  return {
    threshold: detection.threshold ?? 0.5,
    prefixPaddingMs: detection.prefix_padding_ms ?? 300,
    silenceDurationMs: detection.silence_duration_ms ?? 500,
    idleTimeoutMs: detection.idle_timeout_ms ?? null,
    eagerness: null,
    ...common,
  };
}

function completeTurnDetection(detection: RealtimeAudioInputTurnDetection): RealtimeAudioInputTurnDetection {
  if (detection.type === 'semantic_vad') {
    return {
      eagerness: 'auto',
      create_response: true,
      interrupt_response: true,
      ...withoutUndefined(detection),
    };
  }
  return {
    threshold: 0.5,
    prefix_padding_ms: 300,
    silence_duration_ms: 500,
    idle_timeout_ms: null,
    create_response: true,
    interrupt_response: true,
    ...withoutUndefined(detection),
  };
}

type NoiseReduction = RealtimeAudioConfigInput.NoiseReduction;

/** What is left out stays as it was: the service says so of the strength, which is 1 when it is switched on. */
function reducedBy(before: NoiseReduction | null, given: NoiseReduction | null): NoiseReduction | null {
  return given === null ? null : { ...before, ...withoutUndefined(given) };
}

type Voice = NonNullable<RealtimeAudioConfigOutput['voice']>;

function sameVoice(a: Voice, b: Voice): boolean {
  return (typeof a === 'string' ? a : a.id) === (typeof b === 'string' ? b : b.id);
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

/**
 * As the client is told of it, without the keys that it has given for its MCP servers. The published type has no null for what
 * is switched off; the protocol says it with one.
 */
export function publish(settings: Settings): RealtimeSessionCreateRequest {
  const { audio } = settings;
  return {
    ...settings,
    tools: settings.tools.map((tool) => {
      if (tool.type !== 'mcp') return tool;
      const { authorization: _authorization, headers: _headers, ...rest } = tool;
      return rest;
    }),
    include: settings.include as NonNullable<Settings['include']>,
    audio: {
      input: {
        ...audio.input,
        transcription: audio.input.transcription as AudioTranscription,
        noise_reduction: audio.input.noise_reduction as RealtimeAudioConfigInput.NoiseReduction,
      },
      output: audio.output,
    },
  };
}
