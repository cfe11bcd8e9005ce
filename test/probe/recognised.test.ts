import { describe, expect, it } from 'vitest';
import { guessByAddress, guessByWords } from '../../src/probe/recognised.ts';

describe('a service', () => {
  it.each([
    ['wss://r.openai.azure.com/openai/v1/realtime?model=m', 'openai-realtime', 'azure'],
    [
      'wss://r.openai.azure.com/openai/realtime?api-version=2025-04-01-preview',
      'openai-realtime',
      'azure-preview',
    ],
    ['wss://r.openai.azure.com', 'openai-realtime', 'azure'],
    ['wss://r.services.ai.azure.com', 'openai-realtime', 'azure-voice-live'],
    ['wss://r.cognitiveservices.azure.com/voice-live/realtime', 'openai-realtime', 'azure-voice-live'],
    ['wss://api.x.ai/v1/realtime', 'openai-realtime', 'xai'],
    ['wss://api.openai.com/v1/live/sessions', 'gpt-live', undefined],
    [
      'ws://127.0.0.1:1//ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent',
      'gemini-live',
      undefined,
    ],
    ['wss://api.elevenlabs.io/v1/convai/conversation?agent_id=a', null, undefined],
  ])('is known by its address: %s', (url, dialect, profile) => {
    const guess = guessByAddress(url);
    expect([guess?.dialect, guess?.profile]).toEqual([dialect, profile]);
  });

  it.each(['wss://api.openai.com/v1/realtime', 'wss://max.ai/v1', 'ws://localhost'])(
    'may look like any: %s',
    (url) => {
      expect(guessByAddress(url)).toBeNull();
    },
  );

  it.each<[object, string | null, string | undefined]>([
    [{ type: 'session.created', session: { audio: {} } }, 'openai-realtime', undefined],
    [{ type: 'session.created', session: { modalities: ['text'] } }, 'openai-realtime', 'beta'],
    [{ type: 'conversation.created', conversation: {} }, 'openai-realtime', 'xai'],
    [{ setupComplete: {} }, 'gemini-live', undefined],
    [
      { type: 'error', error: { message: "Supported values are: 'session.start', 'session.close'" } },
      'gpt-live',
      undefined,
    ],
    [{ event: 'media', media: {} }, 'twilio-media-streams', undefined],
    [{ type: 'Welcome', request_id: 'r' }, null, undefined],
    [{ type: 'conversation_initiation_metadata' }, null, undefined],
  ])('is known by its words: %j', (message, dialect, profile) => {
    const guess = guessByWords(message);
    expect(guess).not.toBeNull();
    expect([guess?.dialect, guess?.profile]).toEqual([dialect, profile]);
  });

  it.each([undefined, null, 'text', [], {}, { type: 'ping' }, { type: 7 }, { event: 'x' }])(
    'is not known by %j',
    (message) => {
      expect(guessByWords(message)).toBeNull();
    },
  );
});
