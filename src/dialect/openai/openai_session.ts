/**
 * What a `session.update` says: a scenario's settings in the protocol's words. What is not set is not sent, so that the
 * service's own defaults hold; what the scenario gives raw is laid over everything, and held to nothing.
 */

import type {
  RealtimeAudioFormats,
  RealtimeAudioInputTurnDetection,
  RealtimeFunctionTool,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import type { JsonMap, SessionSettings } from '../../core/plan/session_settings.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import { laidOver } from '../laid_over.ts';

/** What the service speaks; others have other rates. */
export const PCM_RATE = 24000;

export function sessionOf(
  settings: SessionSettings,
  tools: readonly ToolDefinition[],
): RealtimeSessionCreateRequest {
  const { transcription, noiseReduction, reasoningEffort, truncation, raw } = settings;
  const { toolChoice = tools.length === 0 ? undefined : 'auto' } = settings;
  const session = {
    type: 'realtime',
    output_modalities: [...(settings.outputModalities ?? (['audio'] as const))],
    ...(settings.instructions === undefined ? {} : { instructions: settings.instructions }),
    ...(settings.maxOutputTokens === undefined ? {} : { max_output_tokens: settings.maxOutputTokens }),
    ...(settings.prompt === undefined ? {} : { prompt: settings.prompt }),
    // Older models have it; the published type has it no more.
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
    // Efforts come and go with the models: which there are is the service's to say.
    ...(reasoningEffort === undefined ? {} : { reasoning: { effort: reasoningEffort as 'low' } }),
    ...(truncation === undefined ? {} : { truncation }),
    ...(settings.parallelToolCalls === undefined ? {} : { parallel_tool_calls: settings.parallelToolCalls }),
    audio: {
      input: {
        format: formatOf(settings),
        turn_detection: turnDetectionOf(settings),
        ...(transcription === undefined ? {} : { transcription }),
        ...(noiseReduction === undefined ? {} : { noise_reduction: noiseReductionOf(noiseReduction) }),
      },
      output: {
        format: formatOf(settings),
        ...(settings.voice === undefined ? {} : { voice: settings.voice }),
        ...(settings.speed === undefined ? {} : { speed: settings.speed }),
      },
    },
    ...(tools.length === 0 ? {} : { tools: tools.map(functionTool) }),
    ...(toolChoice === undefined ? {} : { tool_choice: toolChoice }),
  } satisfies RealtimeSessionCreateRequest & { temperature?: number };
  return raw === undefined
    ? session
    : (laidOver(session as unknown as JsonMap, raw) as unknown as typeof session);
}

function formatOf({ format, sampleRate = PCM_RATE }: SessionSettings): RealtimeAudioFormats {
  switch (format) {
    case 'pcm16':
      // The published type knows one rate.
      return { type: 'audio/pcm', rate: sampleRate as 24000 };
    case 'g711_ulaw':
      return { type: 'audio/pcmu' };
    case 'g711_alaw':
      return { type: 'audio/pcma' };
  }
}

/** The published type leaves out the null that turns it off; the protocol has it. */
function noiseReductionOf(type: 'near_field' | 'far_field' | null): { type: 'near_field' | 'far_field' } {
  return type === null ? (null as unknown as { type: 'near_field' }) : { type };
}

function functionTool({ name, description, parameters }: ToolDefinition): RealtimeFunctionTool {
  return {
    type: 'function',
    name,
    ...(description === undefined ? {} : { description }),
    parameters,
  };
}

/** Null turns detection off; the published request type leaves the null out, the protocol has it. */
function turnDetectionOf(settings: SessionSettings): RealtimeAudioInputTurnDetection {
  const detection = settings.turnDetection;
  if (detection === null) return null as unknown as RealtimeAudioInputTurnDetection;
  const common = {
    create_response: detection.createResponse,
    interrupt_response: detection.interruptResponse,
  };
  if (detection.type === 'semantic_vad') {
    return { type: 'semantic_vad', eagerness: detection.eagerness, ...common };
  }
  return {
    type: 'server_vad',
    threshold: detection.threshold,
    prefix_padding_ms: detection.prefixPaddingMs,
    silence_duration_ms: detection.silenceDurationMs,
    ...(detection.idleTimeoutMs === undefined ? {} : { idle_timeout_ms: detection.idleTimeoutMs }),
    ...common,
  };
}
