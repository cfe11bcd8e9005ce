/** What a setup of the Gemini Live API asks for, in the settings of the session behind it; or what the service says to it. Pure. */

import type { RealtimeSessionCreateRequest, RealtimeTruncation } from 'openai/resources/realtime/realtime';
import { wordsOf, type AskedSetup } from './gemini_asked.ts';
import { isFields, textIn, type Fields } from './gemini_shape.ts';

export interface GeminiSettings {
  readonly session: RealtimeSessionCreateRequest;
  /** The client marks the caller's turns itself. */
  readonly manual: boolean;
  readonly interrupts: boolean;
  readonly transcribesInput: boolean;
  readonly transcribesOutput: boolean;
  /** It is told of handles by which the conversation can be gone on with. */
  readonly resumable: boolean;
  readonly handle: string | null;
}

type Tools = NonNullable<RealtimeSessionCreateRequest['tools']>;

const MODEL = /^(models|tunedModels|publishers|projects)\/.+/;
/** How loud a voice has to be, and how long a silence ends a turn, by the words for them. */
const THRESHOLDS: Readonly<Record<string, number>> = {
  START_SENSITIVITY_HIGH: 0.5,
  START_SENSITIVITY_LOW: 0.7,
};
const SILENCES_MS: Readonly<Record<string, number>> = { END_SENSITIVITY_HIGH: 500, END_SENSITIVITY_LOW: 900 };
const MOST_TOKENS = 4096;
/** Of a context of 128k, four fifths. */
const USUAL_TRIGGER = 102_400;
const MOST_WINDOW = 1_000_000;

export function settingsIn(setup: AskedSetup): GeminiSettings | { readonly wrong: string } {
  const { model = '', generationConfig = {}, realtimeInputConfig = {}, sessionResumption } = setup;
  if (!MODEL.test(model)) {
    return { wrong: '* BidiGenerateContentRequest.setup.model: unexpected model name format' };
  }
  const { responseModalities = [], maxOutputTokens } = generationConfig;
  const [modality = 'AUDIO', second] = responseModalities as readonly string[];
  if (second !== undefined || (modality !== 'AUDIO' && modality !== 'TEXT')) {
    return {
      wrong: `The requested combination of response modalities (${responseModalities.join(', ')}) is not supported by the model.`,
    };
  }
  const detection = realtimeInputConfig.automaticActivityDetection ?? {};
  const manual = detection.disabled === true;
  const handling: string | undefined = realtimeInputConfig.activityHandling;
  const interrupts = handling !== 'NO_INTERRUPTION';
  const compression = setup.contextWindowCompression;
  const truncation = compression === undefined ? null : windowOf(compression);
  if (truncation !== null && 'wrong' in truncation) return truncation;
  const instructions = wordsOf(setup.systemInstruction);
  const session = {
    type: 'realtime',
    output_modalities: [modality === 'AUDIO' ? 'audio' : 'text'],
    ...(instructions === '' ? {} : { instructions }),
    ...(typeof maxOutputTokens === 'number' && maxOutputTokens >= 1 && maxOutputTokens <= MOST_TOKENS
      ? { max_output_tokens: Math.floor(maxOutputTokens) }
      : {}),
    ...(truncation === null ? {} : { truncation }),
    tools: toolsIn((setup.tools ?? []) as readonly Fields[]),
    audio: {
      input: {
        // What was said is kept for those who go on with the conversation elsewhere.
        transcription: { model: 'gpt-4o-transcribe' },
        turn_detection: manual
          ? null
          : {
              type: 'server_vad',
              threshold: THRESHOLDS[detection.startOfSpeechSensitivity ?? ''] ?? 0.5,
              silence_duration_ms: bounded(
                detection.silenceDurationMs ?? SILENCES_MS[detection.endOfSpeechSensitivity ?? ''] ?? 500,
              ),
              create_response: true,
              interrupt_response: interrupts,
            },
      },
    },
  } satisfies RealtimeSessionCreateRequest;
  return {
    session,
    manual,
    interrupts,
    transcribesInput: setup.inputAudioTranscription !== undefined,
    transcribesOutput: setup.outputAudioTranscription !== undefined,
    resumable: sessionResumption !== undefined,
    handle: sessionResumption?.handle ?? null,
  };
}

/** The oldest leave the context once it has grown past the trigger, until the target; the instructions always stay. */
function windowOf({
  triggerTokens,
  slidingWindow,
}: NonNullable<AskedSetup['contextWindowCompression']>):
  | Exclude<RealtimeTruncation, string>
  | { readonly wrong: string } {
  // As numbers, whichever way they were written.
  const trigger = Number(triggerTokens ?? USUAL_TRIGGER);
  const target = Number(slidingWindow?.targetTokens ?? trigger / 2);
  if (!(trigger > 0 && target > 0 && target < trigger)) {
    return {
      wrong: `* BidiGenerateContentRequest.setup.context_window_compression: target_tokens must be less than trigger_tokens, got ${target} and ${trigger}`,
    };
  }
  const limit = Math.min(MOST_WINDOW, Math.round(trigger));
  return {
    type: 'retention_ratio',
    retention_ratio: target / trigger,
    token_limits: { post_instructions: limit },
  };
}

/** Those that a client answers; what the service would do by itself is not done here. */
export function toolsIn(tools: readonly Fields[]): Tools {
  return tools.flatMap(({ functionDeclarations }): Tools =>
    ((functionDeclarations ?? []) as readonly Fields[]).map((declared) => ({
      type: 'function',
      name: textIn(declared, 'name'),
      ...(typeof declared['description'] === 'string' ? { description: declared['description'] } : {}),
      parameters: schemaOf(declared['parametersJsonSchema'] ?? declared['parameters']),
    })),
  );
}

/** The protocol's own schemas write their types large. */
function schemaOf(schema: unknown): unknown {
  if (!isFields(schema)) return { type: 'object', properties: {} };
  return lowered(schema, 0);
}

const DEEPEST = 30;

function lowered(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return {};
  if (Array.isArray(value)) return value.map((item) => lowered(item, depth + 1));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name === 'type' && typeof field === 'string' ? field.toLowerCase() : lowered(field, depth + 1),
    ]),
  );
}

function bounded(ms: number): number {
  return Math.min(10_000, Math.max(0, Math.round(ms)));
}
