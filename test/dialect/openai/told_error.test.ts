/** An error's words and code are found wherever a server puts them, and are bounded. */

import { describe, expect, it } from 'vitest';
import { read } from '../../../src/dialect/openai/openai_events.ts';

const error = (fields: object): unknown => read(JSON.stringify({ type: 'error', ...fields }), 48);

describe('an error', () => {
  it.each([
    ['an object', { error: { code: 'c', message: 'no' } }, 'c', 'no'],
    ['an object of an object', { error: { error: { code: 'c', message: 'no' } } }, 'c', 'no'],
    ['a sentence', { error: 'no' }, 'unknown', 'no'],
    ['a sentence beside its code', { code: 'c', error: 'no' }, 'c', 'no'],
    ['words beside nothing', { message: 'no' }, 'unknown', 'no'],
    ['words beside an object without any', { error: { type: 't' }, message: 'no' }, 't', 'no'],
    ['a detail', { error: { code: 'c', detail: 'no' } }, 'c', 'no'],
    ['a number for a code', { error: { code: 1013, message: 'no' } }, '1013', 'no'],
    ['a list', { errors: [{ message: 'no' }, { message: 'nor this' }] }, 'unknown', 'no'],
    ['a list of sentences', { errors: ['no'] }, 'unknown', 'no'],
    [
      'no words',
      { error: { code: 'c', message: '', limit: 3, event_id: null } },
      'c',
      '{"message":"","limit":3}',
    ],
    ['nothing', {}, 'unknown', ''],
    ['null for everything', { error: { code: null, type: null, message: null } }, 'unknown', ''],
  ])('with %s', (_how, fields, code, message) => {
    expect(error(fields)).toMatchObject({ type: 'error', code, message, fatal: null });
  });

  it('of megabytes is cut, and says so', () => {
    const told = error({ error: { code: 'c'.repeat(500), message: 'x'.repeat(2_000_000) } });
    expect(told).toMatchObject({
      code: `${'c'.repeat(100)}… (cut: 500 characters in all)`,
      message: `${'x'.repeat(1000)}… (cut: 2000000 characters in all)`,
    });
  });
});

describe('the end of an answer', () => {
  const ended = (status: string, details: unknown, more: object = {}): unknown =>
    read(
      JSON.stringify({
        type: 'response.done',
        response: { id: 'r', status, status_details: details, ...more },
      }),
      48,
    );

  it.each([
    ['incomplete', { type: 'incomplete', reason: 'max_output_tokens' }, 'max_output_tokens'],
    ['incomplete', { reason: 'content_filter', error: null }, 'content_filter'],
    ['failed', { error: { code: 'server_error', message: 'sorry' } }, 'server_error: sorry'],
    ['failed', { error: { type: 'server_error' } }, 'server_error'],
    ['failed', { error: 'sorry' }, 'sorry'],
    ['failed', null, null],
  ])('%s tells why: %j', (status, details, reason) => {
    expect(ended(status, details)).toMatchObject({ type: 'answer_done', status, reason });
  });

  it('says whether there are words in it', () => {
    const message = (content: object): object => ({ output: [{ type: 'message', content: [content] }] });
    expect(ended('completed', null, message({ type: 'output_text', text: 'hi' }))).toMatchObject({
      worded: true,
    });
    expect(ended('completed', null, message({ transcript: 'hi' }))).toMatchObject({ worded: true });
    for (const output of [message({ text: '' }), { output: [null, { content: 'hi' }] }, {}]) {
      expect(ended('completed', null, output)).not.toHaveProperty('worded');
    }
  });
});
