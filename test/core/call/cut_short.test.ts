/** What an agent tells of its answers and its errors, kept where people look for it: in the turn, and in the call. */

import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../src/core/call/event.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall, audio, done } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;
const calling = (): RehearsedCall => new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1700);
const created: AgentEvent = { type: 'answer_created', responseId: 'r1' };
const incomplete = (id: string): AgentEvent => done(id, 'incomplete', 'max_output_tokens');

describe('the end of an answer', () => {
  it.each([
    ['completed', null, 'answered'],
    ['incomplete', 'content_filter', 'answered'],
    ['cancelled', 'turn_detected', 'answered'],
    ['failed', 'server_error', 'failed'],
  ] as const)('%s stands in its turn', (status, reason, outcome) => {
    const call = calling()
      .hears(created, audio('r1', 300), done('r1', status, reason))
      .at(9000)
      .input(CLOSED);
    expect(call.turns).toMatchObject([{ answerStatus: status, answerReason: reason, outcome }]);
  });

  it('that was cut short is not made good by the next', () => {
    const call = calling().hears(created, audio('r1', 300), incomplete('r1')).answers('r2', 300);
    call.at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([{ answerStatus: 'incomplete', answerReason: 'max_output_tokens' }]);
  });

  it('says why nothing was heard', () => {
    const call = calling().hears(created, incomplete('r1')).at(9000).input(CLOSED);
    const detail = 'the answer was cut short: max_output_tokens';
    expect(call.turns).toMatchObject([{ outcome: 'unanswered', failure: 'no_answer', detail }]);
    expect(call.record).toMatchObject({ failure: 'no_answer', detail });
  });

  it('is not told where it never came', () => {
    const call = calling().hears(created, audio('r1', 300)).at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([{ answerStatus: null, answerReason: null }]);
  });
});

describe('an answer in text', () => {
  const said: AgentEvent = { type: 'answer_text', responseId: 'r1', text: 'It ships today.' };
  const content: AgentEvent = { type: 'answer_content', responseId: 'r1', itemId: 'i' };
  const worded: AgentEvent = {
    ...(done('r1') as Extract<AgentEvent, { type: 'answer_done' }>),
    worded: true,
  };

  it.each([
    ['written to its end', [created, said, done('r1')]],
    ['without an end', [created, content, said]],
    ['in pieces alone', [created, content, done('r1')]],
    ['in its last event alone', [created, worded]],
  ])('%s is told as that', (_how, events) => {
    const call = calling()
      .hears(...events)
      .at(9000)
      .input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'text_only', detail: 'words came, and no audio' });
    expect(call.turns).toMatchObject([{ outcome: 'unanswered', failure: 'text_only' }]);
  });

  it.each([
    ['nothing came', [created, done('r1')], 'no_answer'],
    ['words began, and audio may follow', [created, content], 'no_answer'],
    ['audio came, and nothing of it was audible', [created, said, silent(), done('r1')], 'inaudible'],
  ])('is another matter where %s', (_how, events, failure) => {
    expect(
      calling()
        .hears(...events)
        .at(9000)
        .input(CLOSED).record,
    ).toMatchObject({ failure });
  });

  it('is heard where audio came too', () => {
    const call = calling().hears(created, said, audio('r1', 300), done('r1')).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed' });
  });

  function silent(): AgentEvent {
    return audio('r1', 100, new Int16Array(800));
  }
});

describe('errors that the session survives', () => {
  const error = (code: string, message: string): AgentEvent => ({
    type: 'error',
    code,
    message,
    fatal: null,
  });

  it('are counted by code, each with what the first of them said', () => {
    const call = calling();
    for (let i = 0; i < 60; i++) call.hears(error('invalid_value', `complaint ${i}`));
    call.hears(error('__proto__', '\u001b[2J')).answers('r1', 300).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({
      outcome: 'completed',
      agentErrors: [
        { code: 'invalid_value', count: 60, message: 'complaint 0' },
        { code: '__proto__', count: 1, message: '\u001b[2J' },
      ],
    });
  });

  it('are bounded, whatever comes', () => {
    const call = calling();
    for (let i = 0; i < 500; i++) call.hears(error(`code ${i}`, 'x'.repeat(5000)));
    const { agentErrors = [] } = call.answers('r1', 300).at(9000).input(CLOSED).record ?? {};
    expect(agentErrors).toHaveLength(21);
    expect(agentErrors.at(-1)).toEqual({ code: 'other codes', count: 480, message: `${'x'.repeat(300)}…` });
  });

  it('are none where there were none, and do not hold what ended the session', () => {
    expect(calling().answers('r1', 300).at(9000).input(CLOSED).record?.agentErrors).toEqual([]);
    const fatal = { type: 'error', code: 'session_expired', message: '', fatal: 'session_expired' } as const;
    const call = calling().hears(fatal).input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'session_expired', agentErrors: [] });
  });
});
