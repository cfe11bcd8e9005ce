import { describe, expect, it } from 'vitest';
import type { PlanTarget } from '../../src/core/plan/plan.ts';
import type { SessionSettings } from '../../src/core/plan/session_settings.ts';
import { targetDoubts } from '../../src/scenario/session_doubt.ts';
import { smallPlan } from '../core/plan/small_plan.ts';

const { target } = smallPlan([]);
const doubts = (session: Partial<SessionSettings>, changes: Partial<PlanTarget> = {}) =>
  targetDoubts({ ...target, ...changes, session: { ...target.session, ...session } }, [{ name: 'look' }]);

describe('what will surprise', () => {
  it('is nothing where the raw leaves the client’s own alone', () => {
    const raw = {
      audio: { input: { noise_reduction: null }, output: { speed: 1.2 } },
      vendor: { model: 'x' },
    };
    expect(doubts({ raw, outputModalities: ['audio', 'text'], sampleRate: 16000 })).toEqual([]);
  });

  it.each([
    [{ audio: { input: { format: { type: 'audio/pcmu' } } } }, /raw\.audio\.input\.format fights/],
    [{ audio: { output: { format: { rate: 8000 } } } }, /raw\.audio\.output\.format fights/],
    [{ audio: { input: { turn_detection: null } } }, /raw\.audio\.input\.turn_detection fights/],
    [{ model: 'other' }, /raw\.model fights.*target\.model/],
    [{ type: 'transcription' }, /raw\.type fights/],
    [{ tools: [] }, /raw\.tools takes the place/],
    [{ input_audio_format: 'pcm16' }, /older protocol’s word for audio\.input\.format/],
    [{ output_modalities: ['text'] }, /no audio: callers will hear nothing/],
  ])('is said of a raw %j', (raw, message) => {
    expect(doubts({ raw })).toEqual([expect.stringMatching(message)]);
  });

  it('is that a setting of another protocol’s is not sent', () => {
    const session = { resumption: false, contextCompression: {} };
    const said = (dialect: 'openai-realtime' | 'gemini-live' | 'gpt-live') =>
      targetDoubts({ ...target, session: { ...target.session, ...session } }, [], dialect);
    expect(said('gemini-live')).toEqual([]);
    expect(said('openai-realtime')).toEqual([
      expect.stringMatching(/context_compression is gemini-live’s.*session\.truncation$/),
      expect.stringMatching(/resumption is gemini-live’s, and not sent in openai-realtime/),
    ]);
    expect(said('gpt-live')).toHaveLength(2);
    const delayed = { ...target, session: { ...target.session, acknowledgementDelayMs: 800 } };
    expect(targetDoubts(delayed, [], 'gpt-live')).toEqual([]);
    expect(targetDoubts(delayed, [], 'gemini-live')).toEqual([
      expect.stringMatching(/acknowledgement_delay_ms is gpt-live’s, and not sent in gemini-live/),
    ]);
  });

  it('is that the beta’s words are the client’s own, where it speaks in them', () => {
    const raw = { turn_detection: { type: 'azure_semantic_vad' } };
    expect(doubts({ raw }, { quirks: { shape: 'beta' } })).toEqual([
      expect.stringMatching(/raw\.turn_detection fights with the client’s own/),
    ]);
  });

  it('is said of settings that do nothing, or that the simulated agent does not know', () => {
    expect(doubts({ outputModalities: ['text'] })).toEqual([expect.stringMatching(/no audio/)]);
    expect(doubts({ format: 'g711_ulaw', sampleRate: 16000 })).toEqual([expect.stringMatching(/G\.711/)]);
    expect(doubts({ sampleRate: 16000 }, { url: 'simulator' })).toEqual([expect.stringMatching(/24,000 Hz/)]);
    expect(doubts({}, { url: 'simulator', speaksFirst: 'agent_by_itself' })).toEqual([
      expect.stringMatching(/nobody asks/),
    ]);
  });
});
