/** All that a log tells of a call, in words and in order. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StrikeRecord } from '../../../src/core/log/record.ts';
import { happeningsOf } from '../../../src/page/inspector/happenings.ts';
import { call, turn } from '../../report/log_builder.ts';

const strike: StrikeRecord = { type: 'strike', call: 0, atMs: 2100, fault: 'noise', connection: 0 };

describe('the happenings of a call', () => {
  it('are told in the order of time, with what came of them', () => {
    const answered = turn({
      transcript: 'Where is it?',
      heardText: 'On its way.',
      marks: {
        speechStart: 1000,
        speechEnd: 2000,
        speechStoppedEvent: 2500,
        answerCreated: 2510,
        firstAudio: 2600,
        firstHeard: 2700,
        answerDone: 2900,
        lastHeard: 3700,
      },
      answerStatus: 'completed',
      bargeIn: { atMs: 3000, stoppedMs: 3400 },
      underruns: { count: 2, ms: 140 },
      tools: [
        {
          name: 'lookup',
          callId: 'x',
          arguments: '{"n":1}',
          calledMs: 2520,
          outcome: 'result',
          answeredMs: 2620,
          heardMs: 2700,
        },
      ],
    });
    const ended = call({
      dialedMs: 0,
      connectedMs: 50,
      readyMs: 100,
      endedMs: 5000,
      closeCode: 1000,
      endedBy: 'caller',
      struck: [
        { fault: 'noise', atMs: 2100, endedMs: 2300, fallbackMs: null, recoveredMs: 2700, awaited: true },
      ],
      reconnects: [{ lostMs: 4000, readyMs: 4300, tries: 1, replayedItems: 3 }],
      expectations: [{ expectation: 0, turn: null, met: false, atMs: null, detail: 'never said' }],
    });
    const told = happeningsOf({ call: ended, turns: [answered], strikes: [strike] }, ['says /friday/i']);
    expect(told.map(({ atMs, what }) => `${atMs} ${what}`)).toEqual([
      '0 dialled',
      '50 connected',
      '100 session ready',
      '1000 caller speaks',
      '2000 end of the caller’s speech',
      '2100 fault: noise',
      '2500 speech_stopped',
      '2510 response.created',
      '2520 tool lookup',
      '2600 first audio',
      '2700 first audio is played',
      '2700 agent is heard',
      '2700 answer made from lookup',
      '2700 2 underruns',
      '2700 recovered from noise',
      '2900 response.done',
      '3000 barge-in',
      '3400 agent falls silent for the caller',
      '4000 connection lost',
      '4300 session ready again',
      '5000 expected, and not met',
      '5000 call completed',
    ]);
    const of = (what: string) => told.find((one) => one.what === what);
    expect(of('agent is heard')).toMatchObject({
      detail: 'after 700 ms: On its way.',
      endMs: 3700,
      bad: false,
    });
    expect(of('tool lookup')).toMatchObject({ detail: '{"n":1}: result after 100 ms', endMs: 2620 });
    expect(of('barge-in')).toMatchObject({ detail: 'the agent fell silent after 400 ms', bad: false });
    expect(of('fault: noise')).toMatchObject({ endMs: 2300, bad: false });
    expect(of('connection lost')).toMatchObject({
      detail: '300 ms until there was a session again; 1 dialled, 3 items replayed',
    });
    expect(of('expected, and not met')).toMatchObject({ detail: 'says /friday/i: never said', bad: true });
    expect(of('call completed')).toMatchObject({ detail: 'by the caller; close code 1000', bad: false });
  });

  it('mark what is worth a look', () => {
    const late = turn({
      marks: { speechStart: 0, speechEnd: 1000, firstHeard: 1200, lastHeard: 9000 },
      bargeIn: { atMs: 2000, stoppedMs: 4500 },
    });
    const unanswered = turn({
      turn: 1,
      outcome: 'unanswered',
      failure: 'no_answer',
      marks: { speechStart: 9500, speechEnd: 9900 },
    });
    const fallback = turn({
      turn: 2,
      marks: { speechEnd: 1, firstHeard: 9 },
      fallbacks: [
        { label: 'clarify', reasons: [], by: 'phrase', what: 'which one?' },
        { label: 'reprompt.no_match', fallback: true, reasons: [], by: 'phrase', what: 'pardon?' },
      ],
    });
    const told = happeningsOf({
      call: call({
        outcome: 'failed',
        failure: 'connection_lost',
        reconnects: [{ lostMs: 3, readyMs: null, tries: 2, replayedItems: 0 }],
      }),
      turns: [late, unanswered, fallback],
      strikes: [{ ...strike, response: { type: 'ignored' } }],
    });
    expect(told.filter(({ bad }) => bad).map(({ what }) => what)).toEqual([
      'connection lost',
      'taken for reprompt.no_match',
      'barge-in',
      'turn unanswered: no_answer',
      'call failed: connection_lost',
    ]);
    expect(told.find(({ what }) => what === 'fault: noise')?.detail).toBe('ignored');
  });

  it('are in order whatever the instants are', () => {
    const instant = fc.option(fc.integer({ min: -1000, max: 100_000 }), { nil: null });
    const marks = fc.record({
      speechStart: instant,
      speechEnd: instant,
      firstHeard: instant,
      lastHeard: instant,
      answerDone: instant,
    });
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 8 }), (all) => {
        const turns = all.map((one, index) => turn({ turn: index, marks: one, failure: 'no_answer' }));
        const instants = happeningsOf({ call: null, turns, strikes: [strike] }).map(({ atMs }) => atMs);
        expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      }),
    );
  });
});
