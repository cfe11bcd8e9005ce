/**
 * The two worked examples of a protocol of one's own, as services that speak them: each before the simulated agent's wire of a protocol
 * that tells as much. What the JSON one has is what Gemini's has; the raw one, whose sound never stops, is GPT-Live without its words.
 */

import { decodeBase64 } from '../../src/audio/base64.ts';
import type { AgentWire, Inbound, WiredSession, WireEffect } from '../../src/agent/wire/agent_wire.ts';
import { geminiWire } from '../../src/agent/wire/gemini_wire.ts';
import { gptLiveWire } from '../../src/agent/wire/gpt_live_wire.ts';
import { replyOf } from '../../src/core/plan/tool.ts';
import { Random } from '../../src/core/word/random.ts';
import { byteText } from '../../src/dialect/byte_text.ts';

type Fields = Readonly<Record<string, unknown>>;
type Say = Extract<WireEffect, { type: 'say' }>;

const nowhere = { path: '/own', serves: () => false };

// ── json_protocol.ts ────────────────────────────────────────────────────────────────────────────────────────────────

export const jsonWire: AgentWire = {
  ...nowhere,
  dialect: 'gemini-live',
  read: (text) => geminiWire.read(JSON.stringify(asGemini(JSON.parse(text) as Fields))),
  readBinary: (bytes) => geminiWire.readBinary(bytes),
  open: (session, setup) => translated(geminiWire.open(session, setup), (said) => fromGemini(said.text)),
};

function asGemini(said: Fields): object {
  switch (said['type']) {
    case 'start':
      return {
        setup: {
          model: 'models/example',
          tools: [{ functionDeclarations: said['tools'] }],
          outputAudioTranscription: {},
        },
      };
    case 'audio':
      return { realtimeInput: { audio: { data: said['data'], mimeType: 'audio/pcm;rate=16000' } } };
    case 'greet':
      return { clientContent: { turns: [], turnComplete: true } };
    case 'tool_result': {
      const { id, output } = said;
      return { toolResponse: { functionResponses: [{ id, response: { output } }] } };
    }
    default:
      return { realtimeInput: { audioStreamEnd: true } };
  }
}

function fromGemini(text: string): readonly Say[] {
  const { setupComplete, serverContent, toolCall } = JSON.parse(text) as {
    readonly setupComplete?: Fields;
    readonly serverContent?: {
      readonly modelTurn?: { readonly parts: readonly { readonly inlineData: Fields }[] };
      readonly outputTranscription?: Fields;
      readonly interrupted?: true;
    };
    readonly toolCall?: { readonly functionCalls: readonly Fields[] };
  };
  const { modelTurn, outputTranscription, interrupted } = serverContent ?? {};
  return [
    ...(setupComplete === undefined ? [] : [{ type: 'ready', session: setupComplete['sessionId'] }]),
    ...(modelTurn?.parts ?? []).map(({ inlineData }) => ({ type: 'audio', data: inlineData['data'] })),
    ...(outputTranscription === undefined ? [] : [{ type: 'text', text: outputTranscription['text'] }]),
    ...(interrupted === undefined ? [] : [{ type: 'interruption' }]),
    ...(toolCall?.functionCalls ?? []).map(({ id, name, args }) => ({
      type: 'tool_call',
      id,
      name,
      arguments: JSON.stringify(args),
    })),
  ].map((message) => ({ type: 'say', text: JSON.stringify(message) }));
}

// ── raw_pcm.ts ──────────────────────────────────────────────────────────────────────────────────────────────────────

export const rawWire: AgentWire = {
  ...nowhere,
  dialect: 'gpt-live',
  // Frames are made ready as text of a character a byte.
  read: (text) => heard(Uint8Array.from(text, (byte) => byte.charCodeAt(0))),
  readBinary: heard,
  open: (session, setup) => {
    const { tools, seed, greets = true } = setup;
    const live = gptLiveWire.open(session, setup);
    const pcm = translated(live, ({ text }) => {
      const { type, delta = '' } = JSON.parse(text) as { readonly type: string; readonly delta?: string };
      if (type !== 'session.output_audio.delta') return [];
      return [{ type: 'say', text: byteText(decodeBase64(delta)), binary: true }];
    });
    /** Its tools are its own: a task has its result at once. */
    const done = (effects: readonly WireEffect[], atMs: number): readonly WireEffect[] =>
      effects.flatMap((effect) => {
        const task = effect.type === 'say' ? taskIn(effect.text) : null;
        const [tool] = tools;
        if (task === null || tool === undefined) return [effect];
        const content = replyOf(tools, tool.name, new Random(seed, 'tool')).output ?? '';
        return [effect, ...says(live, { type: APPEND, content, delegation_id: task }, atMs)];
      });
    return {
      sessionId: live.sessionId,
      handle: (input, atMs) => {
        const own = done(live.handle(input, atMs), atMs);
        if (input.type !== 'opened') return pcm.tell(own);
        const audio = { format: { type: 'audio/pcm', rate: 16_000 } };
        return pcm.tell([
          ...own,
          ...says(live, { type: 'session.start', session: { model: 'example', audio } }, atMs),
          ...(greets ? says(live, { type: APPEND, content: 'Greet.', delegation_id: null }, atMs) : []),
        ]);
      },
    };
  },
};

const APPEND = 'session.commentary.append';

function heard(bytes: Uint8Array): Inbound {
  return { type: 'append', bytes, zeros: bytes.every((byte) => byte === 0), eventId: null };
}

function says(live: WiredSession, message: object, atMs: number): readonly WireEffect[] {
  const inbound = gptLiveWire.read(JSON.stringify(message));
  return live.handle({ type: 'message', message: inbound }, atMs);
}

function taskIn(text: string): string | null {
  if (!text.startsWith('{"type":"session.delegation.created"')) return null;
  return (JSON.parse(text) as { readonly delegation: { readonly id: string } }).delegation.id;
}

// ── Both ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A session whose messages are told in other words. */
function translated(
  wired: WiredSession,
  words: (said: Say) => readonly Say[],
): WiredSession & { readonly tell: (effects: readonly WireEffect[]) => readonly WireEffect[] } {
  const tell = (effects: readonly WireEffect[]): readonly WireEffect[] =>
    effects.flatMap((effect): readonly WireEffect[] => {
      if (effect.type !== 'say') return [effect];
      const { audioOf } = effect;
      return words(effect).map((said) => (audioOf === undefined ? said : { ...said, audioOf }));
    });
  return {
    sessionId: wired.sessionId,
    handle: (input, atMs) => tell(wired.handle(input, atMs)),
    tell,
  };
}
