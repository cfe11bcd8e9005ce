import { describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { ServeAccount } from '../../src/cli/serve_account.ts';

const answer: AgentRecord = {
  type: 'answer',
  sessionId: 'sess_1',
  responseId: 'resp_1',
  kind: 'answer',
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

describe('the account of a served agent', () => {
  it('adds up what was used, and prices it by the profile’s model', () => {
    const account = new ServeAccount('gpt-realtime-2.1');
    account.note({ type: 'opened', sessionId: 'sess_1', atMs: 0 });
    account.note(answer);
    account.note({ ...answer, usage: null });
    account.note({ type: 'fault', sessionId: 'sess_1', atMs: 0, fault: 'no_answer' });
    expect(account.describe()).toBe(
      [
        '1 sessions, 2 answers, 1 faults',
        'tokens in: text 100,000, audio 200,000, of which cached 150,000; out: text 10,000, audio 20,000',
        // Per million: text 4/.40/24, audio 32/.40/64.
        `as gpt-realtime-2.1 it would have cost $${(0.05 * 4 + 0.05 * 0.4 + 0.01 * 24 + 0.1 * 32 + 0.1 * 0.4 + 0.02 * 64).toFixed(4)}, transcription apart`,
        '',
      ].join('\n'),
    );
  });

  it('has no price without a model, and knows no model that is not in the table', () => {
    expect(new ServeAccount(null).describe()).not.toContain('$');
    expect(() => new ServeAccount('gpt-realtime-9')).toThrow('known prices');
  });
});
