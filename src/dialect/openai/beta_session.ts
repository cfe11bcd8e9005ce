/**
 * What a `session.update` said in the protocol's beta, and says to those who stayed with it: everything flat, by longer names. Pure.
 * A rate of PCM is told in the words of Azure Voice Live; the beta itself had none for it.
 */

import type { JsonMap, SessionSettings } from '../../core/plan/session_settings.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import { functionTool, PCM_RATE, turnDetectionOf } from './shared_settings.ts';

export function betaSessionOf(settings: SessionSettings, tools: readonly ToolDefinition[]): JsonMap {
  const { format, sampleRate = PCM_RATE, noiseReduction, outputModalities = ['audio'] } = settings;
  const { toolChoice = tools.length === 0 ? undefined : 'auto' } = settings;
  const otherRate = format === 'pcm16' && sampleRate !== PCM_RATE;
  const session: Readonly<Record<string, unknown>> = {
    // There audio always comes with its words.
    modalities: outputModalities.includes('audio') ? ['text', 'audio'] : ['text'],
    instructions: settings.instructions,
    voice: settings.voice,
    input_audio_format: format,
    input_audio_sampling_rate: otherRate ? sampleRate : undefined,
    output_audio_format: otherRate ? `pcm16_${sampleRate}hz` : format,
    input_audio_transcription: settings.transcription,
    input_audio_noise_reduction:
      noiseReduction === undefined || noiseReduction === null ? noiseReduction : { type: noiseReduction },
    turn_detection: turnDetectionOf(settings),
    tools: tools.length === 0 ? undefined : tools.map(functionTool),
    tool_choice: toolChoice,
    temperature: settings.temperature,
    max_response_output_tokens: settings.maxOutputTokens,
    speed: settings.speed,
    prompt: settings.prompt,
    reasoning: settings.reasoningEffort === undefined ? undefined : { effort: settings.reasoningEffort },
    truncation: settings.truncation,
    parallel_tool_calls: settings.parallelToolCalls,
  };
  return Object.fromEntries(Object.entries(session).filter(([, value]) => value !== undefined)) as JsonMap;
}
