/** Calls of a log as a forecast takes them: bounds of what nobody told, signs, and the bill’s own figures of what went wrong. */

import { describe, expect, it } from 'vitest';
import type { CallRecord, LogRecord, TurnRecord, Usage } from '../../../src/core/log/record.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import type { MeasuredCall } from '../../../src/forecast/projection/measured_call.ts';
import { pricesFor } from '../../../src/pricing/prices.ts';
import { billedCalls, measuredCalls, recordedCalls } from '../../../src/report/forecast/measured_calls.ts';
import { answered, call, footer, gathered, header, started } from '../log_builder.ts';
import { toolCall } from '../tool_run.ts';

const used: Usage = { ...noUsage, textIn: 1000, audioIn: 1000, audioCached: 500, audioOut: 1000 };
/** At gpt-realtime’s prices: 0.004 + 0.016 + 0.0002 + 0.064. */
const USD = 0.0842;

const end = footer({ calls: { planned: 9, completed: 9, failed: 0, blocked: 0, notStarted: 0 } });

function measured(
  records: readonly LogRecord[],
  model = 'gpt-realtime',
  transcriptionModel?: string,
): readonly MeasuredCall[] {
  const prices = pricesFor({ model, ...(transcriptionModel === undefined ? {} : { transcriptionModel }) });
  const log = gathered([header(), ...records, end]);
  const { billed } = billedCalls(log, prices);
  return measuredCalls(billed, recordedCalls(billed, log.header, prices), prices, []);
}

function recorded(
  records: readonly LogRecord[],
  silenceDurationMs?: number,
): ReturnType<typeof recordedCalls> {
  const prices = pricesFor({ model: 'gpt-realtime' });
  const { target } = header();
  const log = gathered([
    header({ target: { ...target, ...(silenceDurationMs === undefined ? {} : { silenceDurationMs }) } }),
    ...records,
    end,
  ]);
  return recordedCalls(billedCalls(log, prices).billed, log.header, prices);
}

function made(at: number, over: Partial<CallRecord> = {}, turn: Partial<TurnRecord> = {}): LogRecord[] {
  return [{ ...answered(at, 0, 400), usage: used, ...turn }, call({ call: at, usage: used, ...over })];
}

describe('a measured call', () => {
  it('costs what it was billed, by what was used', () => {
    const [one] = measured(made(0));
    expect(one?.usd.least).toBeCloseTo(USD, 9);
    expect(one?.usd.most).toBeCloseTo(USD, 9);
    expect(one?.untold).toBe(false);
    expect(one?.parts).toEqual({
      'text in': expect.closeTo(0.004, 9),
      'audio in': expect.closeTo(0.016, 9),
      'audio cached': expect.closeTo(0.0002, 9),
      'audio out': expect.closeTo(0.064, 9),
    });
    expect(one?.signs).toEqual([]);
  });

  it('of which an answer told nothing lies between that and one as dear as the dearest', () => {
    const dear: Usage = { ...used, audioOut: 3000 };
    const [open] = measured([
      ...made(0, { usage: { ...used, unreported: 2 } }),
      ...made(1, { usage: dear }, { usage: dear }),
    ]);
    expect(open?.untold).toBe(true);
    expect(open?.usd.least).toBeCloseTo(USD, 9);
    expect(open?.usd.most).toBeCloseTo(USD + 2 * (USD + 0.128), 9);
    expect(open?.parts['not told']).toBeCloseTo(2 * (USD + 0.128), 9);
  });

  it('that nobody saw end is at most as dear as the dearest of its kind', () => {
    const dear: Usage = { ...used, audioOut: 3000 };
    const half: Usage = { ...noUsage, audioOut: 500 };
    const calls = measured([
      ...made(0, { usage: dear }, { usage: dear }),
      started(1),
      { ...answered(1, 0, 400), usage: half },
    ]);
    const lost = calls.find(({ untold }) => untold);
    expect(lost?.usd.least).toBeCloseTo(0.032, 9);
    expect(lost?.usd.most).toBeCloseTo(USD + 0.128, 9);
    expect(lost?.minutes).toBeNull();
  });

  it('that got no session is none', () => {
    const calls = measured([
      ...made(0),
      call({
        call: 1,
        outcome: 'failed',
        failure: 'connect_refused',
        connectedMs: null,
        readyMs: null,
        usage: noUsage,
      }),
    ]);
    expect(calls).toHaveLength(1);
  });

  it('is known by what happened in it', () => {
    const [struck, rest] = measured([
      ...made(0, {}, { bargeIn: { atMs: 5, stoppedMs: 9 }, agentInterrupted: true }),
      { type: 'strike', call: 0, atMs: 5, fault: 'flood', connection: 0 },
      ...made(1, {}, { kind: 'silence' }),
    ]);
    expect(struck?.signs).toEqual(['fault', 'interruption', 'agent_interruption']);
    expect(rest?.signs).toEqual(['silence']);
    expect(rest?.own.silenceUsd).toBeCloseTo(USD, 9);
    expect(struck?.own.silenceUsd).toBe(0);
  });

  it('by time: dead air costs, and what was never heard does not', () => {
    const [one] = measured(made(0, { deadAirMs: { longest: 30_000, total: 60_000 } }), 'gpt-live');
    expect(one?.own.silenceUsd).toBeCloseTo(0.05, 9);
    expect(one?.own.unheardUsd).toBe(0);
    expect(Object.keys(one?.parts ?? {})).toEqual(['session time']);
  });

  it('tells what was never heard, and what was told again after a reconnect', () => {
    const [one] = measured(
      made(0, {
        audioReceivedMs: 10_000,
        heardMs: 4000,
        connections: 2,
        reconnects: [
          { lostMs: 1, readyMs: 2, tries: 1, replayedItems: 4, firstUsage: { ...noUsage, audioIn: 1000 } },
        ],
      }),
    );
    // Six seconds of 20 tokens; a thousand tokens of input.
    expect(one?.own.unheardUsd).toBeCloseTo((120 * 64) / 1e6, 9);
    expect(one?.own.replayUsd).toBeCloseTo(0.032, 9);
    expect(one?.signs).toContain('reconnect');
  });
});

describe('calls that are billed', () => {
  const prices = pricesFor({ model: 'gpt-realtime' });
  const log = gathered([
    header({ plan: 'plan' }),
    ...made(4),
    ...made(7),
    call({ call: 5, outcome: 'failed', failure: 'connect_refused', connectedMs: null, readyMs: null }),
    call({ call: 6, outcome: 'failed', failure: 'connect_refused', connectedMs: null, readyMs: null }),
    { type: 'strike', call: 7, atMs: 5, fault: 'flood', connection: 0 },
    end,
  ]);

  it('are those that got a session, and the others are counted', () => {
    const { billed, without } = billedCalls(log, prices);
    expect(billed.map(({ unit, struck }) => [unit, struck])).toEqual([
      ['plan 4', false],
      ['plan 7', true],
    ]);
    expect(billed.map(({ turns }) => turns.map((turn) => turn.call))).toEqual([[4], [7]]);
    expect(without).toBe(2);
  });
});

describe('a call that was measured', () => {
  it('is told who called, for how long, whether it failed, and which call of which plan it is', () => {
    const [fine, failed, short] = measured([
      ...made(0, { caller: 'refund' }),
      ...made(1, { outcome: 'failed', failure: 'agent_hung_up' }),
      ...made(2, { readyMs: 10, endedMs: 10 }),
    ]);
    expect(fine).toMatchObject({
      caller: 'refund',
      failed: false,
      minutes: 10 / 60,
      unit: `${'a'.repeat(64)} 0`,
    });
    expect(failed).toMatchObject({ caller: 'buyer', failed: true, unit: `${'a'.repeat(64)} 1` });
    expect(short?.minutes).toBeNull();
    expect(fine?.otherwise).toEqual([]);
  });

  it('with an answer that was cut off before it told lies up to the dearest, and by the minute costs no more', () => {
    const open = { ...used, cutOff: 1, unreported: 1 };
    const [one] = measured(made(0, { usage: open }));
    expect(one?.untold).toBe(true);
    expect(one?.parts['not told']).toBeCloseTo(2 * USD, 9);
    const [timed] = measured(made(0, { usage: open }), 'gpt-live');
    expect(timed?.untold).toBe(false);
    expect(timed?.parts['not told']).toBeUndefined();
  });

  it('with a transcription that told nothing counts it for no longer than itself', () => {
    const usage = { ...used, unreportedTranscriptions: 3 };
    const [one] = measured(made(0, { usage }), 'gpt-realtime', 'whisper-1');
    expect(one?.untold).toBe(true);
    expect(one?.parts['not told']).toBeCloseTo((10 / 60) * 0.006, 9);
    expect(one?.usd.most).toBeCloseTo(USD + (10 / 60) * 0.006, 9);
    const [unbilled] = measured(made(0, { usage }));
    expect(unbilled?.untold).toBe(false);
    expect(unbilled?.parts).not.toHaveProperty('not told');
  });

  it('that nobody saw end is not held against the dearest of another kind of caller', () => {
    const dear: Usage = { ...used, audioOut: 9000 };
    const calls = measured([
      ...made(0, { usage: dear, caller: 'refund' }, { usage: dear, caller: 'refund' }),
      ...made(1),
      started(2),
      { ...answered(2, 0, 400), usage: { ...noUsage, audioOut: 500 } },
    ]);
    const lost = calls.find(({ untold }) => untold);
    expect(lost?.usd.least).toBeCloseTo(0.032, 9);
    expect(lost?.usd.most).toBeCloseTo(USD, 9);
    expect(lost?.parts['not told']).toBeCloseTo(USD - 0.032, 9);
  });

  it('has an interruption for a sign by what the caller did, or by what was spoken over', () => {
    const [asked, over] = measured([
      ...made(0, {}, { kind: 'interrupt' }),
      ...made(1, {}, { bargeIn: { atMs: 5, stoppedMs: null } }),
    ]);
    expect(asked?.signs).toEqual(['interruption']);
    expect(over?.signs).toEqual(['interruption']);
  });

  it('has the signs of any of its turns', () => {
    const [one] = measured([
      { ...answered(0, 0, 400), kind: 'interrupt' },
      { ...answered(0, 1, 400), agentInterrupted: true },
      { ...answered(0, 2, 400), kind: 'silence' },
      call({ call: 0, turns: 3, usage: used }),
    ]);
    expect(one?.signs).toEqual(['interruption', 'agent_interruption', 'silence']);
  });

  it('has of silence what was billed in it, and of dead air nothing where nobody bills time', () => {
    const [quiet, told] = measured([
      { ...answered(0, 0, 400), usage: used, kind: 'silence' },
      { ...answered(0, 1, 400), usage: used, kind: 'silence' },
      { ...answered(0, 2, 400), usage: null, kind: 'silence' },
      { ...answered(0, 3, 400), usage: used },
      call({ call: 0, turns: 4, usage: used }),
      ...made(1, { deadAirMs: { longest: 9000, total: 9000 } }),
    ]);
    expect(quiet?.own.silenceUsd).toBeCloseTo(2 * USD, 9);
    expect(told?.own.silenceUsd).toBe(0);
  });
});

describe('a recorded call', () => {
  const turnOf = (fields: Partial<TurnRecord>) => recorded(made(0, {}, fields))[0]?.turns[0];

  it('has what it used, how long it was, and what its caller waits for', () => {
    const [one] = recorded(made(0), 500);
    expect(one).toMatchObject({
      usage: used,
      sessionS: 10,
      untoldUsd: 0,
      silenceMs: 500,
      reconnected: false,
    });
    const [again] = recorded(
      made(0, { reconnects: [{ lostMs: 1, readyMs: 2, tries: 1, replayedItems: 0 }], connections: 2 }),
    );
    expect(again).toMatchObject({ silenceMs: null, reconnected: true });
  });

  it('has of each turn that told what it used how much of its answer was heard', () => {
    expect(turnOf({ answerAudioMs: 4000, heardMs: 3000 })).toEqual({
      usage: used,
      answers: 1,
      heardShare: 1,
      heardS: 3,
      called: false,
      tooEarly: 0,
      spoken: true,
    });
    expect(turnOf({ usage: null })).toBeUndefined();
    const cut = { answerAudioMs: 4000, heardMs: 1000 };
    expect(turnOf({ ...cut, outcome: 'interrupted' })).toMatchObject({ heardShare: 0.25, heardS: null });
    expect(turnOf({ ...cut, bargeIn: { atMs: 5, stoppedMs: 9 } })).toMatchObject({
      heardShare: 0.25,
      heardS: null,
    });
    expect(turnOf({ answerAudioMs: 4000, heardMs: 5000, outcome: 'interrupted' })?.heardShare).toBe(1);
    expect(turnOf({ answerAudioMs: 0, heardMs: 0, outcome: 'interrupted' })?.heardShare).toBe(1);
  });

  it('has of each turn what was billed in it, whether it called something, and how often the agent came too early', () => {
    expect(turnOf({ answers: 3 })?.answers).toBe(3);
    expect(turnOf({ answers: 0 })?.answers).toBe(1);
    expect(turnOf({ tools: [] })?.called).toBe(false);
    expect(turnOf({ tools: [toolCall('lookup', 100, 200, 300)] })?.called).toBe(true);
    expect(turnOf({ agentInterrupted: true })?.tooEarly).toBe(1);
    expect(turnOf({ agentInterrupted: true, agentInterruptions: 3 })?.tooEarly).toBe(3);
    expect(turnOf({ agentInterrupted: false, agentInterruptions: 3 })?.tooEarly).toBe(0);
  });

  it('says in which turns the caller spoke', () => {
    const spoken = (['say', 'interrupt', 'greeting', 'silence', 'dtmf'] as const).map(
      (kind) => turnOf({ kind })?.spoken,
    );
    expect(spoken).toEqual([true, true, false, false, false]);
  });
});
