/** What a `session.start` asks for: as it is told back, and in the words of the session behind. Pure. */

import type { InitialItem, SessionConfig, SessionResource } from 'openai-live/resources/live/live';
import type { RealtimeSessionCreateRequest } from 'openai/resources/realtime/realtime';
import type { ControlEvent } from '../protocol/wire.ts';
import type { WireFormat } from './wire_format.ts';

/** What the wire calls its own messages to the session: nobody else hears of what becomes of them. */
export const OWN = 'wire';

/** The model by itself hears when a caller has finished. */
const DETECTION = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
} as const;

/** A line of the instructions that says what can be delegated: its name and, in brackets, what it takes. */
const TASK = /^- ([A-Za-z0-9_-]{1,64})\(([^()\n]*)\)/gm;

/** With what was left out. */
export function resourceOf(config: SessionConfig, id: string, expiresAtS: number): SessionResource {
  const { audio, delegation, store = false } = config;
  return {
    ...config,
    id,
    expires_at: expiresAtS,
    status: 'active',
    audio: {
      format: audio?.format ?? { type: 'audio/pcm', rate: 24000 },
      output: { voice: audio?.output?.voice ?? 'marin' },
    },
    delegation: delegation ?? { type: 'client', acknowledgement_delay_ms: 0 },
    store,
  };
}

/** `tools`: what the agent's own side has, besides what the client has written of. */
export function ownSettings(
  config: SessionConfig,
  format: WireFormat,
  tools: readonly string[],
): RealtimeSessionCreateRequest {
  const { instructions, audio, delegation } = config;
  const output = audio?.output?.voice;
  return {
    type: 'realtime',
    ...(typeof instructions === 'string' ? { instructions } : {}),
    audio: {
      input: {
        format: format.own,
        turn_detection: DETECTION,
        transcription: { model: 'gpt-live-transcribe' },
      },
      output: { format: format.own, ...(output === undefined ? {} : { voice: output }) },
    },
    tools: toolsOf(instructions ?? '', delegation, tools).map((name) => ({
      type: 'function' as const,
      name,
      parameters: {},
    })),
  };
}

function toolsOf(
  instructions: string,
  delegation: SessionConfig['delegation'],
  own: readonly string[],
): readonly string[] {
  if (delegation?.type === 'responses') {
    return (delegation.responses.tools ?? []).flatMap((tool) =>
      tool.type === 'function' ? [tool.name] : [],
    );
  }
  const named = [...instructions.matchAll(TASK)].map(([, name = '']) => name);
  return [...new Set([...named, ...own])];
}

export function historyItem(item: InitialItem): ControlEvent {
  const text = item.content.map((part) => part.text).join('\n');
  switch (item.role) {
    case 'assistant':
      return created({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] });
    case 'user':
      return created({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
    case 'developer':
      return created({ type: 'message', role: 'system', content: [{ type: 'input_text', text }] });
  }
}

function created(item: (ControlEvent & { type: 'conversation.item.create' })['item']): ControlEvent {
  return { type: 'conversation.item.create', event_id: OWN, item };
}
