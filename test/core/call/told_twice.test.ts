/** Events that are told twice count once; a name that is used again is another's. Either is a violation. */

import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../src/core/call/event.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall, audio, done } from './rehearsed_call.ts';

const created = (responseId: string): AgentEvent => ({ type: 'answer_created', responseId });
const committed = (itemId: string): AgentEvent => ({ type: 'committed', itemId });
const billed = (responseId: string): AgentEvent => ({
  ...(done(responseId) as Extract<AgentEvent, { type: 'answer_done' }>),
  usage: { ...noUsage, audioOut: 40 },
});
const transcribed = (itemId: string | null): AgentEvent => ({
  type: 'transcribed',
  itemId,
  text: 'hello',
  seconds: 2,
  tokens: 0,
});
const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;

const session = {
  format: 'pcm16',
  turnDetection: {
    type: 'server_vad',
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 500,
    createResponse: false,
    interruptResponse: true,
  },
  transcription: { model: 'whisper-1' },
} as const;
const TWICE = [SAY_HELLO, LISTEN, SAY_HELLO, LISTEN];
const calling = (): RehearsedCall => new RehearsedCall(smallPlan(TWICE, { target: { session } })).connected();

/** Both turns are over by 9000 where each is answered. */
function ended(call: RehearsedCall): NonNullable<RehearsedCall['record']> {
  call.at(9000).input(CLOSED);
  if (call.record === null) throw new Error('the call has not ended');
  return call.record;
}

describe('the same event twice', () => {
  it('the end of an answer is billed once, however late it is told again', () => {
    const call = calling().at(1700).hears(committed('u1'), created('r1'), audio('r1', 300), billed('r1'));
    call.hears(billed('r1')).at(3900).hears(committed('u2'), billed('r1'));
    call.hears(created('r2'), audio('r2', 300), billed('r2'));
    const record = ended(call);
    expect(record).toMatchObject({ outcome: 'completed', usage: { audioOut: 80 }, protocolViolations: 2 });
    expect(call.turns.map(({ answers, usage }) => [answers, usage?.audioOut])).toEqual([
      [1, 40],
      [1, 40],
    ]);
  });

  it('a transcription is billed once by its item, and each time where it names none', () => {
    const call = calling().at(1700).hears(committed('u1'), transcribed('u1'), transcribed('u1'));
    call.hears(transcribed(null), transcribed(null)).answers('r1', 300);
    call.at(3900).hears(committed('u2'), transcribed('u2')).answers('r2', 300);
    const record = ended(call);
    expect(record).toMatchObject({ usage: { transcriptionSeconds: 8 }, protocolViolations: 1 });
    expect(call.turns.map(({ usage }) => usage?.transcriptionSeconds)).toEqual([2, 2]);
  });

  it('what is taken twice is asked about once', () => {
    const call = calling().at(1700).hears(committed('u1'), committed('u1'));
    expect(call.commands('respond')).toHaveLength(1);
    call.answers('r1', 300).at(3900);
    call.hears({ type: 'speech_started', itemId: 'u1' }, committed('u1'));
    expect(call.commands('respond')).toHaveLength(2);
    expect(ended(call.answers('r2', 300))).toMatchObject({ protocolViolations: 1 });
  });

  it('an answer that begins twice is one', () => {
    const call = calling().at(1700).hears(committed('u1'), created('r1'), created('r1'), audio('r1', 300));
    call.hears(created('r1'), done('r1')).at(3900).hears(committed('u2')).answers('r2', 300);
    const record = ended(call);
    expect(record).toMatchObject({ protocolViolations: 2 });
    expect(call.turns.map(({ answers }) => answers)).toEqual([1, 1]);
  });
});

describe('a name that is used again', () => {
  it.each([
    ['announced', true],
    ['not announced', false],
  ])('is a new answer, which is heard and billed: %s', (_how, announced) => {
    const begin = announced ? [created('resp')] : [];
    const call = calling()
      .at(1700)
      .hears(committed('u1'), ...begin, audio('resp', 300), billed('resp'));
    call.at(3900).hears(committed('u2'));
    expect(call.seeksOnset('resp')).toBe(true);
    call.hears(...begin, audio('resp', 400), billed('resp'));
    const record = ended(call);
    expect(record).toMatchObject({ outcome: 'completed', usage: { audioOut: 80 }, protocolViolations: 1 });
    expect(call.turns.map(({ outcome, heardMs }) => [outcome, heardMs])).toEqual([
      ['answered', 300],
      ['answered', 400],
    ]);
  });

  it('is a late piece of the old one where the server owes nothing new', () => {
    const call = calling().at(1700).hears(committed('u1'), created('r1'), audio('r1', 300), done('r1'));
    call.hears(audio('r1', 200));
    expect(call.at(2600).commands('respond')).toHaveLength(1);
    call.at(3900).hears(committed('u2')).answers('r2', 300);
    expect(ended(call)).toMatchObject({ protocolViolations: 0 });
    expect(call.turns[0]).toMatchObject({ heardMs: 500, answers: 1 });
  });

  it('is a new one though it was forgotten long since', () => {
    const call = calling().at(1700).hears(committed('u1'));
    for (let i = 0; i < 12; i++) call.hears(created(`r${i}`), billed(`r${i}`));
    call.hears(created('r0'), audio('r0', 300), billed('r0'));
    call.at(3900).hears(committed('u2')).answers('last', 300);
    expect(ended(call)).toMatchObject({ usage: { audioOut: 13 * 40 }, protocolViolations: 1 });
  });
});
