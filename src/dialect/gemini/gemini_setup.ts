/**
 * What the first message of a Gemini Live session says: a scenario's settings in the protocol's words. What is not set is not sent,
 * so that the service's own defaults hold; nor is what is a default of another protocol and would mean something else here. What the
 * scenario gives raw is laid over everything, and held to nothing.
 */

import type {
  ContextCompression,
  JsonMap,
  SessionSettings,
  ToolChoice,
} from '../../core/plan/session_settings.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import { laidOver } from '../laid_over.ts';
import type { Setup } from './gemini_messages.ts';

export interface SetupWanted {
  readonly settings: SessionSettings;
  readonly model: string;
  readonly tools: readonly ToolDefinition[];
  /** Of the session that this one goes on with. Null: it is the first, or nothing of the one before can be had. */
  readonly handle: string | null;
  /** What was said before will be told. */
  readonly seeded: boolean;
}

/** The scenario's own defaults, in the words of another protocol: nobody wished for them here. */
const USUAL_THRESHOLD = 0.5;
const USUAL_PREFIX_MS = 300;

export function setupOf({ settings, model, tools, handle, seeded }: SetupWanted): Setup {
  const { instructions, transcription, raw } = settings;
  const speaks = settings.outputModalities?.includes('audio') !== false;
  const setup = {
    model: modelName(model),
    generationConfig: generationOf(settings, speaks),
    ...(instructions === undefined ? {} : { systemInstruction: { parts: [{ text: instructions }] } }),
    ...(tools.length === 0 || settings.toolChoice === 'none'
      ? {}
      : { tools: [declared(tools, settings.toolChoice)] }),
    realtimeInputConfig: {
      automaticActivityDetection: detectionOf(settings),
      ...(settings.turnDetection?.interruptResponse === false
        ? { activityHandling: 'NO_INTERRUPTION' as const }
        : {}),
    },
    ...(transcription === undefined
      ? {}
      : {
          inputAudioTranscription:
            transcription.language === undefined ? {} : { languageCodes: [transcription.language] },
        }),
    ...(speaks ? { outputAudioTranscription: {} } : {}),
    // A careful client asks for handles: a connection lasts ten minutes.
    ...(settings.resumption === false ? {} : { sessionResumption: handle === null ? {} : { handle } }),
    ...(settings.contextCompression === undefined
      ? {}
      : { contextWindowCompression: compressionOf(settings.contextCompression) }),
    ...(seeded ? { historyConfig: { initialHistoryInClientContent: true } } : {}),
  } satisfies Setup;
  return raw === undefined ? setup : (laidOver(setup as unknown as JsonMap, raw) as unknown as Setup);
}

/** Counts of 64 bits are text in this protocol's JSON. */
function compressionOf({
  triggerTokens,
  targetTokens,
}: ContextCompression): NonNullable<Setup['contextWindowCompression']> {
  return {
    ...(triggerTokens === undefined ? {} : { triggerTokens: String(triggerTokens) }),
    slidingWindow: targetTokens === undefined ? {} : { targetTokens: String(targetTokens) },
  };
}

/** Full names, as of a tuned model or of another cloud's, are left as they are. */
function modelName(model: string): string {
  return model.includes('/') ? model : `models/${model}`;
}

function generationOf(settings: SessionSettings, speaks: boolean): NonNullable<Setup['generationConfig']> {
  const { voice, transcription, temperature, maxOutputTokens, reasoningEffort } = settings;
  const language = transcription?.language;
  const speech = {
    ...(voice === undefined ? {} : { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } }),
    // A language alone has no region, which the service wants of its voices.
    ...(language !== undefined && language.includes('-') ? { languageCode: language } : {}),
  };
  return {
    responseModalities: [speaks ? 'AUDIO' : 'TEXT'],
    ...(Object.keys(speech).length === 0 ? {} : { speechConfig: speech }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(typeof maxOutputTokens === 'number' ? { maxOutputTokens } : {}),
    // Which levels there are is the service's to say.
    ...(reasoningEffort === undefined
      ? {}
      : { thinkingConfig: { thinkingLevel: reasoningEffort.toUpperCase() as 'LOW' } }),
  };
}

function declared(
  tools: readonly ToolDefinition[],
  choice: ToolChoice | undefined,
): NonNullable<Setup['tools']>[number] {
  const only = typeof choice === 'object' && choice.type === 'function' ? choice.name : null;
  return {
    functionDeclarations: tools
      .filter(({ name }) => only === null || name === only)
      .map(({ name, description, parameters }) => ({
        name,
        ...(description === undefined ? {} : { description }),
        parametersJsonSchema: parameters,
      })),
  };
}

type Detection = NonNullable<NonNullable<Setup['realtimeInputConfig']>['automaticActivityDetection']>;

function detectionOf({ turnDetection }: SessionSettings): Detection {
  if (turnDetection === null) return { disabled: true };
  if (turnDetection.type === 'semantic_vad') {
    switch (turnDetection.eagerness) {
      case 'low':
        return { endOfSpeechSensitivity: 'END_SENSITIVITY_LOW' };
      case 'high':
        return { endOfSpeechSensitivity: 'END_SENSITIVITY_HIGH' };
      case 'medium':
      case 'auto':
        return {};
    }
  }
  const { threshold, prefixPaddingMs, silenceDurationMs } = turnDetection;
  return {
    ...(threshold === USUAL_THRESHOLD
      ? {}
      : {
          startOfSpeechSensitivity:
            threshold < USUAL_THRESHOLD ? 'START_SENSITIVITY_HIGH' : 'START_SENSITIVITY_LOW',
        }),
    ...(prefixPaddingMs === USUAL_PREFIX_MS ? {} : { prefixPaddingMs: Math.round(prefixPaddingMs) }),
    silenceDurationMs: Math.round(silenceDurationMs),
  };
}
