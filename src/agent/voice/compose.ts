/**
 * Makes an answer's items of a reply: the words as one message, in speech or in text alone, and a call for each tool: after the words, or,
 * where those are yet to be put off, before them. Pure. A budget of output tokens is spent on the words first.
 */

import type { RealtimeResponse, RealtimeResponseCreateParams } from 'openai/resources/realtime/realtime';
import type { Reply } from '../mind/reply.ts';
import type { Outbox } from '../protocol/outbox.ts';
import type { Settings } from '../protocol/settings.ts';
import { formatOf } from '../protocol/settings.ts';
import { Message } from './message.ts';
import type { OutputItem } from './output_item.ts';
import { Speech } from './speech.ts';
import { ToolCall } from './tool_call.ts';
import type { Voice } from './voice.ts';

type Frame = RealtimeResponse & { readonly id: string };

/** The response as it is created: what the session says, where the client has not asked for something else. */
export function frameOf(
  outbox: Outbox,
  settings: Settings,
  wanted: RealtimeResponseCreateParams,
): Frame & Required<Pick<Frame, 'max_output_tokens' | 'output_modalities'>> {
  const { audio } = settings;
  const [modality = 'audio'] = wanted.output_modalities ?? settings.output_modalities;
  const voice = wanted.audio?.output?.voice ?? audio.output.voice;
  const outOfBand = wanted.conversation === 'none';
  return {
    object: 'realtime.response',
    id: outbox.newId('resp'),
    status: 'in_progress',
    output: [],
    // The published type has no null for what is in no conversation; the protocol says it with one.
    conversation_id: (outOfBand ? null : outbox.conversationId) as string,
    output_modalities: [modality],
    max_output_tokens: wanted.max_output_tokens ?? settings.max_output_tokens,
    audio: {
      output: {
        format: wanted.audio?.output?.format ?? audio.output.format,
        voice: typeof voice === 'string' ? voice : voice.id,
      },
    },
    metadata: wanted.metadata ?? null,
  };
}

export function itemsOf(
  reply: Reply,
  frame: ReturnType<typeof frameOf>,
  library: Voice,
  outbox: Outbox,
  callsFirst = false,
): readonly OutputItem[] {
  const message: OutputItem[] = [];
  const calls: OutputItem[] = [];
  const messages = reply.say.length > 0 ? 1 : 0;
  const modality = frame.output_modalities[0] ?? 'audio';
  let budget = frame.max_output_tokens === 'inf' ? Infinity : frame.max_output_tokens;
  if (reply.say.length > 0) {
    const format = formatOf(frame.audio?.output?.format ?? { type: 'audio/pcm' });
    const lines = modality === 'audio' ? reply.say.map((id) => library.chunks(id, format)) : null;
    const speech = new Speech(
      reply.say.map((id) => library.utterance(id)),
      lines,
      budget,
    );
    const place = { response_id: frame.id, output_index: callsFirst ? reply.calls.length : 0 };
    message.push(new Message(outbox.newId('item'), place, speech, modality));
    budget -= speech.wholeTokens;
  }
  for (const call of reply.calls) {
    const place = { response_id: frame.id, output_index: calls.length + (callsFirst ? 0 : messages) };
    calls.push(new ToolCall(outbox.newId('item'), outbox.newId('call'), place, call, budget));
    budget -= ToolCall.tokensOf(call);
  }
  return callsFirst ? [...calls, ...message] : [...message, ...calls];
}
