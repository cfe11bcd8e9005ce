import { describe, expect, it } from 'vitest';
import type { CallRecord, ToolRecord, TurnRecord } from '../../src/core/log/record.ts';
import { accountOf } from '../../src/report/account.ts';
import { measuredTurn } from '../../src/report/metric/family.ts';
import { missingOfCall, missingOfTurn } from '../../src/report/missing.ts';
import { RehearsedCall } from '../core/call/rehearsed_call.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { answered, call, lostBefore, turn, type TurnFields } from './log_builder.ts';

const missing = (fields: TurnFields) => {
  return missingOfTurn(measuredTurn(turn(fields)));
};

const tool: ToolRecord = {
  name: 'lookup',
  callId: 'call_1',
  arguments: '{}',
  calledMs: 1200,
  outcome: 'result',
  answeredMs: 1500,
  heardMs: null,
};

describe('missingOfTurn', () => {
  it('is nothing of an answered turn, of one that asked for nothing, or where the agent talked over the caller', () => {
    const fine = answered(0, 0, 300);
    expect(missingOfTurn(measuredTurn(fine))).toEqual([]);
    expect(missing({ expectsAnswer: false, outcome: 'not_expected', marks: { speechEnd: 1000 } })).toEqual(
      [],
    );
    expect(missing({ agentInterrupted: true, marks: { speechEnd: 1000, firstHeard: 900 } })).toEqual([]);
  });

  it('is the answer to words that were talked over with one to earlier words, and got none of their own', () => {
    const listen = { ...LISTEN, onTimeout: 'continue' } as const;
    const heard = new RehearsedCall(smallPlan([SAY_HELLO, listen, SAY_HELLO, listen])).connected();
    const taken = (itemId: string) =>
      [
        { type: 'speech_stopped', itemId },
        { type: 'committed', itemId },
      ] as const;
    heard.at(1500).hears(...taken('u1'));
    heard.at(4600).hears({ type: 'speech_started', itemId: 'u2' }).at(4700).answers('r1', 600);
    heard
      .at(5800)
      .hears(...taken('u2'))
      .at(20_000)
      .input({
        type: 'closed',
        code: 1000,
        reason: '',
        failure: null,
        detail: null,
      });
    const [, second] = heard.turns;
    expect(second).toMatchObject({ outcome: 'unanswered', agentInterrupted: true });
    expect(second && missingOfTurn(measuredTurn(second))).toEqual([
      'response_latency',
      'time_to_first_audio',
    ]);
  });

  it('is the answer and its first audio where neither came', () => {
    expect(missing({ outcome: 'unanswered', marks: { speechEnd: 1000 } })).toEqual([
      'response_latency',
      'time_to_first_audio',
    ]);
    expect(missing({ outcome: 'unanswered', marks: { speechEnd: 1000, firstAudio: 1100 } })).toEqual([
      'response_latency',
    ]);
  });

  it.each(['interrupted', 'budget', 'threshold', 'worker_lost', 'engine_error'] as const)(
    'is nothing of turns that the harness cut off: %s',
    (failure) => {
      const cutOff = { outcome: 'failed', failure } as const;
      expect(missing({ ...cutOff, marks: { speechEnd: 1000 } })).toEqual([]);
      expect(missingOfCall(accountOf(call(), [turn({ ...cutOff, kind: 'greeting' })], 0))).toEqual([]);
      expect(missing({ ...cutOff, marks: { speechEnd: 1000 }, tools: [tool] })).toEqual([]);
      expect(missing({ ...cutOff, failure: 'connection_lost', marks: { speechEnd: 1000 } })).toHaveLength(2);
    },
  );

  it('is the answer from a tool’s result, unless one was heard or the tool never gave it', () => {
    const marks = { speechEnd: 1000, firstHeard: 1300 };
    const after = (...tools: ToolRecord[]) => missing({ outcome: 'unanswered', marks, tools });
    expect(after(tool)).toEqual(['tool_answer_latency']);
    expect(after({ ...tool, heardMs: 2000 })).toEqual([]);
    expect(after({ ...tool, outcome: 'never', answeredMs: null })).toEqual([]);
    expect(after(tool, { ...tool, answeredMs: 1900, heardMs: 2500 })).toEqual([]);
    // Of two that were due at once, the later told decides.
    expect(after({ ...tool, heardMs: 2500 }, tool)).toEqual(['tool_answer_latency']);
    expect(after(tool, { ...tool, heardMs: 2500 })).toEqual([]);
    expect(after({ ...tool, answeredMs: 1900, heardMs: 2500 }, tool)).toEqual([]);
    expect(missing({ outcome: 'failed', failure: 'answer_failed', marks, tools: [tool] })).toEqual([
      'tool_answer_latency',
    ]);
    expect(missing({ outcome: 'answered', marks, tools: [tool] })).toEqual([]);
    expect(missing({ outcome: 'unanswered', expectsAnswer: false, marks, tools: [tool] })).toEqual([]);
    expect(missing({ outcome: 'unanswered', marks: { speechEnd: 1000 }, tools: [tool] })).toEqual([
      'tool_response_latency',
      'tool_answer_latency',
    ]);
  });
});

describe('the end of an answer that was spoken over', () => {
  const marks = { speechStart: 1000, speechEnd: 2000, firstHeard: 2300 };
  const spokenOver = (stoppedMs: number | null, lastHeard: number) =>
    missing({ marks: { ...marks, lastHeard }, bargeIn: { atMs: 3000, stoppedMs } });

  it('is missing where the agent talked on, and could have stopped', () => {
    expect(spokenOver(null, 5001)).toEqual(['barge_in_stop']);
    expect(spokenOver(null, 5000)).toEqual([]);
    expect(spokenOver(3400, 9000)).toEqual([]);
    expect(missing({ marks: { ...marks, lastHeard: 9000 } })).toEqual([]);
  });
});

describe('missingOfCall', () => {
  const missingOf = (record: CallRecord, ...turns: TurnRecord[]) =>
    missingOfCall(accountOf(record, turns, 0));

  it('is the connection and the session that a dialled call never got', () => {
    expect(missingOf(call())).toEqual([]);
    const refused = lostBefore({ call: 0, outcome: 'failed', failure: 'connect_refused' });
    expect(missingOf(refused)).toEqual(['connect_time', 'setup_time']);
    expect(missingOf({ ...refused, failure: 'setup_timeout', connectedMs: 5 })).toEqual(['setup_time']);
    expect(missingOf({ ...refused, failure: 'no_answer', connectedMs: 5, readyMs: 10 })).toEqual([]);
  });

  it('is nothing of calls that were never dialled, or that the harness itself ended', () => {
    const lost = lostBefore({ call: 0, outcome: 'failed', failure: 'interrupted' });
    expect(missingOf(lost)).toEqual([]);
    expect(missingOf({ ...lost, failure: 'connect_refused', dialedMs: null })).toEqual([]);
    expect(missingOf({ ...lost, failure: 'worker_lost', dialedMs: null })).toEqual([]);
    expect(missingOf(lostBefore({ call: 0, outcome: 'blocked', dialedMs: null }))).toEqual([]);
  });

  it('is a greeting that was waited for, told with its call, as the greetings that came are', () => {
    const unheard = { kind: 'greeting', outcome: 'unanswered' } as const;
    expect(missingOf(call(), turn(unheard))).toEqual(['greeting_latency']);
    expect(missingOf(call(), turn({ ...unheard, marks: { firstHeard: 300 } }))).toEqual([]);
    expect(
      missingOf(call(), turn({ kind: 'greeting', outcome: 'not_expected', expectsAnswer: false })),
    ).toEqual([]);
    expect(missingOf(call(), turn({ ...unheard, failure: 'budget' }))).toEqual([]);
  });
});
