/** Settings that are said in the same words today and in the protocol's beta. */

import type {
  RealtimeAudioInputTurnDetection,
  RealtimeFunctionTool,
} from 'openai/resources/realtime/realtime';
import type { SessionSettings } from '../../core/plan/session_settings.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';

/** What the service speaks; others have other rates. */
export const PCM_RATE = 24000;

export function functionTool({ name, description, parameters }: ToolDefinition): RealtimeFunctionTool {
  return {
    type: 'function',
    name,
    ...(description === undefined ? {} : { description }),
    parameters,
  };
}

/** Null turns detection off; the published request type leaves the null out, the protocol has it. */
export function turnDetectionOf(settings: SessionSettings): RealtimeAudioInputTurnDetection {
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
