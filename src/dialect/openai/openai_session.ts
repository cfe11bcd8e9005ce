/**
 * What a `session.update` says: a scenario's settings in the protocol's words. What is not set is not sent, so that the
 * service's own defaults hold; what the scenario gives raw is laid over everything, and held to nothing.
 */

import type { RealtimeAudioFormats, RealtimeSessionCreateRequest } from 'openai/resources/realtime/realtime';
import type { Quirks } from '../../core/plan/quirks.ts';
import type { JsonMap, SessionSettings } from '../../core/plan/session_settings.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import { laidOver } from '../laid_over.ts';
import { betaSessionOf } from './beta_session.ts';
import { quirkySession } from './quirky_session.ts';
import { functionTool, PCM_RATE, turnDetectionOf } from './shared_settings.ts';

/** Quirks are of a service that wants to be told otherwise; the published type does not hold for it. */
export function sessionOf(
  settings: SessionSettings,
  tools: readonly ToolDefinition[],
  quirks?: Quirks,
): RealtimeSessionCreateRequest {
  const { raw } = settings;
  const plain = quirks?.shape === 'beta' ? betaSessionOf(settings, tools) : todaysSession(settings, tools);
  if (quirks === undefined && raw === undefined) return plain as RealtimeSessionCreateRequest;
  const session = quirkySession(plain as unknown as JsonMap, quirks ?? {});
  return (raw === undefined ? session : laidOver(session, raw)) as unknown as RealtimeSessionCreateRequest;
}

function todaysSession(
  settings: SessionSettings,
  tools: readonly ToolDefinition[],
): RealtimeSessionCreateRequest {
  const { transcription, noiseReduction, reasoningEffort, truncation } = settings;
  const { toolChoice = tools.length === 0 ? undefined : 'auto' } = settings;
  return {
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
