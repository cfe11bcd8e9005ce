/** What the agent itself tells of its answers to one turn. */

import { describe, expect, it } from 'vitest';
import { AnswerAccount, type AnswerDone } from '../../../src/core/call/answer_account.ts';

const ends = (fields: Partial<AnswerDone>): AnswerDone => ({
  usage: null,
  status: 'completed',
  reason: null,
  ...fields,
});

describe('the words of the answers to a turn', () => {
  it('are joined by a space, as they come', () => {
    const account = new AnswerAccount();
    expect(account.text).toBeNull();
    account.said('One moment.');
    account.said('It was sent.');
    expect(account.text).toBe('One moment. It was sent.');
  });

  it('are kept up to 20,000 characters: what comes then is not', () => {
    const told = (before: number): number | undefined => {
      const account = new AnswerAccount();
      account.said('x'.repeat(before));
      account.said('more');
      return account.text?.length;
    };
    expect([told(19_999), told(20_000), told(30_000)]).toEqual([20_004, 20_000, 30_000]);
  });

  it('have come to their end once they are told, or once an answer with words in it is over', () => {
    const account = new AnswerAccount();
    expect(account.written).toBe(false);
    account.worded = true;
    expect(account.written).toBe(false);
    account.done(ends({}));
    expect(account.written).toBe(true);
    const said = new AnswerAccount();
    said.said('words');
    expect([said.worded, said.written]).toEqual([true, true]);
    const wordless = new AnswerAccount();
    wordless.done(ends({}));
    expect([wordless.worded, wordless.written]).toEqual([false, false]);
    wordless.done(ends({ worded: true }));
    expect(wordless.written).toBe(true);
    // That there were words is not taken back by an answer without any.
    wordless.done(ends({ worded: false }));
    expect(wordless.worded).toBe(true);
  });
});

describe('the end of the answers to a turn', () => {
  it('is that of the last, but for one that was cut short', () => {
    const account = new AnswerAccount();
    account.done(ends({ status: 'cancelled', reason: 'turn_detected' }));
    account.done(ends({}));
    expect([account.status, account.reason, account.cutShort]).toEqual(['completed', null, null]);
    account.done(ends({ status: 'incomplete', reason: 'max_output_tokens' }));
    account.done(ends({}));
    expect([account.status, account.reason]).toEqual(['incomplete', 'max_output_tokens']);
    expect(account.cutShort).toBe('the answer was cut short: max_output_tokens');
    // Cut short once more: then by the last reason.
    account.done(ends({ status: 'incomplete', reason: 'content_filter' }));
    expect(account.reason).toBe('content_filter');
  });

  it('says where no reason was told', () => {
    const account = new AnswerAccount();
    expect(account.cutShort).toBeNull();
    account.done(ends({ status: 'incomplete' }));
    expect(account.cutShort).toBe('the answer was cut short: no reason was told');
  });
});
