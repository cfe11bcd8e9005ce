/**
 * OpenAI's Realtime protocol over a WebSocket, as generally available since 2026 (with the names older self-hosted
 * servers still send for audio and text deltas). What is sent is held to the published types of the `openai` package
 * by the compiler; what is received is read defensively, and never trusted to have a shape.
 */

import type {
  ConversationItemCreateEvent,
  ConversationItemTruncateEvent,
  InputAudioBufferAppendEvent,
  InputAudioBufferCommitEvent,
  RealtimeAudioFormats,
  RealtimeAudioInputTurnDetection,
  RealtimeFunctionTool,
  RealtimeSessionCreateRequest,
  ResponseCancelEvent,
  ResponseCreateEvent,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import type { Command } from '../../core/call/event.ts';
import type { PlanTarget, SessionSettings } from '../../core/plan/plan.ts';
import type { ToolDefinition } from '../../core/plan/tool.ts';
import type { Connection, Dialect, DialectSession, WireAudio } from '../dialect.ts';
import { closeMeaning, read } from './openai_events.ts';
import { skim } from './openai_skim.ts';

export function openaiRealtime(settings: Pick<SessionSettings, 'format'>): Dialect {
  const { format } = settings;
  const audio: WireAudio =
    format === 'pcm16'
      ? { format, sampleRate: 24000, bytesPerMs: 48 }
      : { format, sampleRate: 8000, bytesPerMs: 8 };
  // Nothing said in it depends on what was said before: one serves all connections.
  const session: DialectSession = {
    write: (command) => [JSON.stringify(clientEvent(command))],
    skim,
    read: (text) => read(text, audio.bytesPerMs),
    closeMeaning,
  };
  return {
    name: 'openai-realtime',
    uplink: audio,
    downlink: audio,
    connection,
    append: (base64) =>
      JSON.stringify({
        type: 'input_audio_buffer.append',
        audio: base64,
      } satisfies InputAudioBufferAppendEvent),
    open: () => session,
  };
}

function connection(target: PlanTarget, url: string, key: string | undefined): Connection {
  const address = new WireUrl(url);
  if (!address.has('model') && target.model !== '') address.add('model', target.model);
  return {
    url: address.text,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    protocols: [],
  };
}

/** Query strings without the platform's URL, which k6's engine has not. */
class WireUrl {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  has(name: string): boolean {
    return new RegExp(`[?&]${name}=`).test(this.text);
  }

  add(name: string, value: string): void {
    this.text += `${this.text.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
  }
}

function clientEvent(
  command: Command,
):
  | SessionUpdateEvent
  | ResponseCreateEvent
  | ResponseCancelEvent
  | ConversationItemCreateEvent
  | ConversationItemTruncateEvent
  | InputAudioBufferCommitEvent {
  switch (command.type) {
    case 'configure':
      return { type: 'session.update', session: sessionOf(command.session, command.tools ?? []) };
    case 'respond':
      return { type: 'response.create' };
    case 'tool_result':
      return {
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id: command.callId, output: command.output },
      };
    case 'cancel':
      return { type: 'response.cancel' };
    case 'truncate':
      return {
        type: 'conversation.item.truncate',
        item_id: command.itemId,
        content_index: 0,
        audio_end_ms: Math.max(0, Math.floor(command.heardMs)),
      };
    case 'commit':
      return { type: 'input_audio_buffer.commit' };
  }
}

const formats: Record<SessionSettings['format'], RealtimeAudioFormats> = {
  pcm16: { type: 'audio/pcm', rate: 24000 },
  g711_ulaw: { type: 'audio/pcmu' },
  g711_alaw: { type: 'audio/pcma' },
};

function sessionOf(
  settings: SessionSettings,
  tools: readonly ToolDefinition[],
): RealtimeSessionCreateRequest {
  const format = formats[settings.format];
  const { transcription } = settings;
  return {
    type: 'realtime',
    output_modalities: ['audio'],
    ...(settings.instructions === undefined ? {} : { instructions: settings.instructions }),
    ...(settings.maxOutputTokens === undefined ? {} : { max_output_tokens: settings.maxOutputTokens }),
    audio: {
      input: {
        format,
        turn_detection: turnDetectionOf(settings),
        ...(transcription === undefined ? {} : { transcription }),
      },
      output: { format, ...(settings.voice === undefined ? {} : { voice: settings.voice }) },
    },
    ...(tools.length === 0 ? {} : { tools: tools.map(functionTool), tool_choice: 'auto' as const }),
  };
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
