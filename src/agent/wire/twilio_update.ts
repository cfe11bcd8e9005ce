/**
 * What a server that stands behind a telephone makes of its session once a stream begins: µ-law both ways, turns by the scenario's
 * settings, and the tools that it has itself. It answers by itself, whatever a client would have wanted.
 */

import type { RealtimeAudioInputTurnDetection } from 'openai/resources/realtime/realtime';
import type { SessionSettings } from '../../core/plan/session_settings.ts';
import type { PlanTool } from '../../core/plan/tool.ts';
import type { ControlEvent } from '../protocol/wire.ts';

const MULAW = { type: 'audio/pcmu' } as const;
const ALONE = { create_response: true, interrupt_response: true };

export function sessionUpdate(tools: readonly PlanTool[], settings: SessionSettings | null): ControlEvent {
  const { instructions } = settings ?? {};
  return {
    type: 'session.update',
    session: {
      type: 'realtime',
      ...(instructions === undefined ? {} : { instructions }),
      audio: {
        input: { format: MULAW, turn_detection: turnsBy(settings) },
        output: { format: MULAW },
      },
      ...(tools.length === 0 ? {} : { tool_choice: 'auto' as const, tools: tools.map(declared) }),
    },
  };
}

function turnsBy(settings: SessionSettings | null): RealtimeAudioInputTurnDetection {
  const detection = settings?.turnDetection ?? null;
  if (detection === null) return { type: 'server_vad', ...ALONE };
  if (detection.type === 'semantic_vad') {
    return { type: 'semantic_vad', eagerness: detection.eagerness, ...ALONE };
  }
  const { threshold, prefixPaddingMs, silenceDurationMs } = detection;
  return {
    type: 'server_vad',
    threshold,
    prefix_padding_ms: prefixPaddingMs,
    silence_duration_ms: silenceDurationMs,
    ...ALONE,
  };
}

function declared({ name, description, parameters }: PlanTool) {
  return {
    type: 'function' as const,
    name,
    ...(description === undefined ? {} : { description }),
    parameters,
  };
}
