import { describe, expect, it } from 'vitest';
import { transcriptionUsage } from '../../../src/agent/meter/transcription.ts';

describe('a transcription', () => {
  it('is billed in tokens by the models that are, prompt included', () => {
    expect(
      transcriptionUsage({ model: 'gpt-4o-mini-transcribe', prompt: 'x'.repeat(8) }, 2050, 'x'.repeat(20)),
    ).toEqual({
      type: 'tokens',
      total_tokens: 28,
      input_tokens: 23,
      input_token_details: { text_tokens: 2, audio_tokens: 21 },
      output_tokens: 5,
    });
  });

  it('is billed by its length by the others', () => {
    for (const model of ['whisper-1', 'gpt-realtime-whisper', 'gpt-transcribe']) {
      expect(transcriptionUsage({ model }, 2050.4, 'hello')).toEqual({ type: 'duration', seconds: 2.05 });
    }
    expect(transcriptionUsage({}, 1000, '')).toEqual({ type: 'duration', seconds: 1 });
  });
});
