/** What services that speak the protocol almost are told, and where they are reached. */

import { describe, expect, it } from 'vitest';
import type { PlanTarget, Quirks } from '../../../src/core/plan/plan.ts';
import type { Command } from '../../../src/core/call/event.ts';
import { lookalikes } from '../../../src/dialect/openai/lookalikes.ts';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';
import { quirkySession } from '../../../src/dialect/openai/quirky_session.ts';
import { smallPlan, tool } from '../../core/plan/small_plan.ts';

const { target } = smallPlan([]);
const session = {
  ...target.session,
  voice: 'marin',
  instructions: 'Be brief.',
  noiseReduction: 'near_field',
  maxOutputTokens: 500,
  transcription: { model: 'whisper-1', language: 'en' },
} as const;

function told(quirks: Quirks | undefined, settings: Partial<PlanTarget['session']> = {}) {
  const dialect = openaiRealtime(
    settings.format === undefined ? session : { ...session, ...settings },
    quirks,
  );
  const command: Command = {
    type: 'configure',
    session: { ...session, ...settings },
    model: 'm',
    tools: [tool('look', 1)],
  };
  const [text = ''] = dialect.open().write(command);
  return (JSON.parse(String(text)) as { readonly session: Record<string, unknown> }).session;
}

describe('a session’s settings', () => {
  it('are flat in the beta’s words', () => {
    expect(told(lookalikes.get('beta'))).toEqual({
      modalities: ['text', 'audio'],
      instructions: 'Be brief.',
      voice: 'marin',
      input_audio_format: 'pcm16',
      output_audio_format: 'pcm16',
      input_audio_transcription: { model: 'whisper-1', language: 'en' },
      input_audio_noise_reduction: { type: 'near_field' },
      turn_detection: {
        type: 'server_vad',
        threshold: 0.5,
        prefix_padding_ms: 300,
        silence_duration_ms: 500,
        create_response: true,
        interrupt_response: true,
      },
      tools: [{ type: 'function', name: 'look', parameters: { type: 'object', properties: {} } }],
      tool_choice: 'auto',
      max_response_output_tokens: 500,
    });
    expect(told({ shape: 'beta' }, { turnDetection: null, outputModalities: ['text'] })).toMatchObject({
      modalities: ['text'],
      turn_detection: null,
    });
    expect(told({ shape: 'beta' }, { format: 'g711_alaw' })).toMatchObject({
      input_audio_format: 'g711_alaw',
      output_audio_format: 'g711_alaw',
    });
  });

  it('have Azure’s detections and rates', () => {
    const detection = {
      type: 'semantic_vad',
      eagerness: 'low',
      createResponse: true,
      interruptResponse: true,
    } as const;
    const azure = lookalikes.get('azure-voice-live');
    expect(told(azure, { turnDetection: detection, sampleRate: 16000 })).toMatchObject({
      turn_detection: { type: 'azure_semantic_vad', create_response: true, interrupt_response: true },
      input_audio_format: 'pcm16',
      input_audio_sampling_rate: 16000,
      output_audio_format: 'pcm16_16000hz',
    });
    expect(JSON.stringify(told(azure, { turnDetection: detection }))).not.toContain('eagerness');
    const own = { ...azure, detectors: { ...azure?.detectors, server_vad: 'azure_semantic_vad_en' } };
    expect(told(own)).toMatchObject({
      turn_detection: { type: 'azure_semantic_vad_en', silence_duration_ms: 500 },
    });
  });

  it('stand where xAI has them, without what it has not', () => {
    expect(told(lookalikes.get('xai'))).toEqual({
      instructions: 'Be brief.',
      voice: 'marin',
      turn_detection: {
        type: 'server_vad',
        threshold: 0.5,
        prefix_padding_ms: 300,
        silence_duration_ms: 500,
      },
      max_output_tokens: 500,
      audio: {
        input: { format: { type: 'audio/pcm', rate: 24000 }, transcription: { language: 'en' } },
        output: { format: { type: 'audio/pcm', rate: 24000 } },
      },
      tools: [{ type: 'function', name: 'look', parameters: { type: 'object', properties: {} } }],
      tool_choice: 'auto',
    });
  });

  it('are moved and left out by their paths, and raw settings laid over that', () => {
    const quirks = {
      move: { 'audio.output.voice': 'voice', 'a.b': 'c' },
      omit: ['audio.input', 'tools', 'x.y.z'],
    };
    const raw = { audio: { input: { vendor: 1 } } };
    const sent = told(quirks, { raw });
    expect(sent).toMatchObject({ voice: 'marin', audio: { input: { vendor: 1 } } });
    expect(sent).not.toHaveProperty('tools');
    expect(sent['audio']).toEqual({
      input: { vendor: 1 },
      output: { format: { type: 'audio/pcm', rate: 24000 } },
    });
  });

  it('are left as they were for others', () => {
    const before = { audio: { input: { turn_detection: { type: 'a' } } }, voice: null };
    const copy = structuredClone(before);
    quirkySession(before, { detectors: { a: 'b' }, move: { voice: 'audio.voice' }, omit: ['audio.input'] });
    expect(before).toEqual(copy);
  });
});

describe('a service is reached', () => {
  const reached = (name: string, url: string, more: Partial<PlanTarget> = {}) =>
    openaiRealtime(session).connection(
      { ...target, quirks: { profile: name, ...lookalikes.get(name) }, ...more },
      url,
      'the-key',
    );

  it.each([
    ['azure', 'wss://r.openai.azure.com', 'wss://r.openai.azure.com/openai/v1/realtime?model=test-model'],
    [
      'azure-preview',
      'wss://r.openai.azure.com/',
      'wss://r.openai.azure.com/openai/realtime?api-version=2025-04-01-preview&deployment=test-model',
    ],
    [
      'azure-voice-live',
      'wss://r.services.ai.azure.com?api-version=2025-10-01',
      'wss://r.services.ai.azure.com/voice-live/realtime?api-version=2025-10-01&model=test-model',
    ],
    ['xai', 'wss://api.x.ai', 'wss://api.x.ai/v1/realtime?model=test-model'],
    ['xai', 'wss://gateway.test/voice/x', 'wss://gateway.test/voice/x?model=test-model'],
    ['beta', 'ws://localhost:1234/v1', 'ws://localhost:1234/v1?model=test-model'],
  ])('%s at %s', (name, url, expected) => {
    expect(reached(name, url).url).toBe(expected);
  });

  it('by what it takes keys by: a header of its own, but a bearer’s for what was fetched', () => {
    expect(reached('azure', 'wss://r').headers).toEqual({ 'api-key': 'the-key' });
    expect(reached('azure', 'wss://r', { tokenCommand: ['az'] }).headers).toEqual({
      authorization: 'Bearer the-key',
    });
    expect(reached('azure', 'wss://r', { keyHeader: 'x-key' }).headers).toEqual({ 'x-key': 'the-key' });
    expect(reached('beta', 'wss://r').headers).toEqual({
      'openai-beta': 'realtime=v1',
      authorization: 'Bearer the-key',
    });
  });
});

it('what an agent said before is plain text to the beta', () => {
  const replay: Command = { type: 'replay', items: [{ type: 'agent', text: 'Hello.' }] };
  const [then = ''] = openaiRealtime(session, { shape: 'beta' }).open().write(replay);
  const [now = ''] = openaiRealtime(session).open().write(replay);
  expect(JSON.parse(String(then))).toMatchObject({ item: { content: [{ type: 'text', text: 'Hello.' }] } });
  expect(JSON.parse(String(now))).toMatchObject({
    item: { content: [{ type: 'output_text', text: 'Hello.' }] },
  });
});
