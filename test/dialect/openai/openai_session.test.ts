import { describe, expect, it } from 'vitest';
import type { SessionSettings } from '../../../src/core/plan/session_settings.ts';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';
import { sessionOf } from '../../../src/dialect/openai/openai_session.ts';

const plain: SessionSettings = { format: 'pcm16', turnDetection: null };
const tool = { name: 'look', parameters: { type: 'object', properties: {} } };

describe('the session that is asked for', () => {
  it('is no more than what is set', () => {
    expect(sessionOf(plain, [])).toEqual({
      type: 'realtime',
      output_modalities: ['audio'],
      audio: {
        input: { format: { type: 'audio/pcm', rate: 24000 }, turn_detection: null },
        output: { format: { type: 'audio/pcm', rate: 24000 } },
      },
    });
  });

  it('has each setting where the protocol has it', () => {
    const session = sessionOf(
      {
        ...plain,
        prompt: { id: 'pmpt_1', version: '2', variables: { shop: 'Acme' } },
        speed: 1.1,
        temperature: 0.7,
        noiseReduction: 'near_field',
        reasoningEffort: 'low',
        truncation: { type: 'retention_ratio', retention_ratio: 0.8 },
        outputModalities: ['text'],
        toolChoice: { type: 'function', name: 'look' },
        parallelToolCalls: false,
        transcription: { model: 'm', language: 'en', prompt: 'Order numbers.' },
      },
      [tool],
    );
    expect(session).toMatchObject({
      output_modalities: ['text'],
      prompt: { id: 'pmpt_1', version: '2', variables: { shop: 'Acme' } },
      temperature: 0.7,
      reasoning: { effort: 'low' },
      truncation: { type: 'retention_ratio', retention_ratio: 0.8 },
      tool_choice: { type: 'function', name: 'look' },
      parallel_tool_calls: false,
      audio: {
        input: {
          noise_reduction: { type: 'near_field' },
          transcription: { model: 'm', language: 'en', prompt: 'Order numbers.' },
        },
        output: { speed: 1.1 },
      },
    });
    expect(sessionOf({ ...plain, noiseReduction: null }, []).audio?.input).toHaveProperty(
      'noise_reduction',
      null,
    );
  });

  it('lays the raw over all of it: maps key by key, lists and nulls whole', () => {
    const raw = {
      audio: { input: { format: { rate: 16000 }, noise_reduction: null } },
      tools: [{ type: 'mcp', server_label: 'shop' }],
      instructions: null,
      vendor: { mode: 'turbo' },
    };
    expect(sessionOf({ ...plain, instructions: 'Be brief.', raw }, [tool])).toEqual({
      type: 'realtime',
      output_modalities: ['audio'],
      instructions: null,
      audio: {
        input: { format: { type: 'audio/pcm', rate: 16000 }, turn_detection: null, noise_reduction: null },
        output: { format: { type: 'audio/pcm', rate: 24000 } },
      },
      tools: [{ type: 'mcp', server_label: 'shop' }],
      tool_choice: 'auto',
      vendor: { mode: 'turbo' },
    });
  });

  it('asks for PCM at the rate at which it is sent and read', () => {
    const narrow = { ...plain, sampleRate: 16000 };
    const dialect = openaiRealtime(narrow);
    expect(dialect.uplink).toEqual({ format: 'pcm16', sampleRate: 16000, bytesPerMs: 32 });
    expect(dialect.downlink).toEqual(dialect.uplink);
    expect(sessionOf(narrow, []).audio).toMatchObject({
      input: { format: { type: 'audio/pcm', rate: 16000 } },
      output: { format: { type: 'audio/pcm', rate: 16000 } },
    });
    // G.711 has one rate.
    expect(openaiRealtime({ format: 'g711_ulaw', sampleRate: 16000 }).uplink.sampleRate).toBe(8000);
  });
});
