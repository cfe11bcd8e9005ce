import { describe, expect, it } from 'vitest';
import type { AgentRecord, UtteranceRecord } from '../../src/agent/agent_record.ts';
import type { Figures } from '../../src/agent/ear/quality/level_meter.ts';
import { judge } from '../../src/agent/ear/quality/quality.ts';
import { ServeAccount } from '../../src/cli/serve_account.ts';
import { clean } from '../agent/ear/quality/clean_figures.ts';

const answer: AgentRecord = {
  type: 'answer',
  sessionId: 'sess_1',
  responseId: 'resp_1',
  kind: 'answer',
  action: null,
  utterance: 'refund',
  calls: [],
  createdMs: 0,
  firstAudioSentMs: 300,
  doneMs: 900,
  audioMs: 2500,
  status: 'completed',
  reason: null,
  usage: {
    total_tokens: 1_000_000,
    input_token_details: {
      text_tokens: 100_000,
      audio_tokens: 200_000,
      cached_tokens_details: { text_tokens: 50_000, audio_tokens: 100_000 },
    },
    output_token_details: { text_tokens: 10_000, audio_tokens: 20_000 },
  },
};

const utterance = (figures: Figures): UtteranceRecord => ({
  type: 'utterance',
  sessionId: 'sess_1',
  itemId: 'item_1',
  speechStartAudioMs: null,
  speechEndAudioMs: null,
  speechStartedMs: null,
  speechStoppedMs: null,
  committedMs: 0,
  arrivals: [],
  recognition: null,
  quality: judge(figures),
});

describe('the account of a served agent', () => {
  it('adds up what was used, and prices it by the profile’s model', () => {
    const account = new ServeAccount('gpt-realtime-2.1', 'a.yaml');
    account.note({ type: 'opened', sessionId: 'sess_1', atMs: 0 });
    account.note(answer);
    account.note({ ...answer, usage: null });
    account.note({ type: 'fault', sessionId: 'sess_1', atMs: 0, fault: 'no_answer' });
    expect(account.describe()).toBe(
      [
        '1 session, 2 answers, 1 fault',
        'tokens in: text 100,000, audio 200,000, of which cached 150,000; out: text 10,000, audio 20,000',
        // Per million: text 4/.40/24, audio 32/.40/64.
        `as gpt-realtime-2.1 it would have cost $${(0.05 * 4 + 0.05 * 0.4 + 0.01 * 24 + 0.1 * 32 + 0.1 * 0.4 + 0.02 * 64).toFixed(2)}, transcription apart`,
        '',
      ].join('\n'),
    );
  });

  it('says how good the audio was that it heard, and what was wrong with it', () => {
    const account = new ServeAccount(null, 'a.yaml');
    expect(account.describe()).not.toContain('heard');
    for (const snrDb of [30, 25, 8]) account.note(utterance({ ...clean, snrDb }));
    account.note(utterance({ ...clean, levelDbfs: -46, snrDb: 9 }));
    account.note({ ...utterance(clean), quality: null });
    expect(account.describe()).toContain(
      'heard 4 utterances, speech at -26.5 dBFS on average, good audio in 50%; noisy 2, too quiet 1\n',
    );
  });

  it('has no price without a model, and knows no model that is not in the table', () => {
    expect(new ServeAccount(null, 'a.yaml').describe()).not.toContain('$');
    expect(() => new ServeAccount('gpt-realtime-9', 'a.yaml')).toThrow(
      expect.objectContaining({ place: expect.objectContaining({ file: 'a.yaml', path: 'price' }) }),
    );
  });
});
