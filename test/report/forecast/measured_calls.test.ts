/** Calls of a log as a forecast takes them: bounds of what nobody told, signs, and the bill’s own figures of what went wrong. */

import { describe, expect, it } from 'vitest';
import type { CallRecord, LogRecord, TurnRecord, Usage } from '../../../src/core/log/record.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import type { MeasuredCall } from '../../../src/forecast/projection/measured_call.ts';
import { pricesFor } from '../../../src/pricing/prices.ts';
import { billedCalls, measuredCalls, recordedCalls } from '../../../src/report/forecast/measured_calls.ts';
import { answered, call, footer, gathered, header, started } from '../log_builder.ts';

const used: Usage = { ...noUsage, textIn: 1000, audioIn: 1000, audioCached: 500, audioOut: 1000 };
/** At gpt-realtime’s prices: 0.004 + 0.016 + 0.0002 + 0.064. */
const USD = 0.0842;

function measured(records: readonly LogRecord[], model = 'gpt-realtime'): readonly MeasuredCall[] {
  const prices = pricesFor({ model });
  const log = gathered([
    header(),
    ...records,
    footer({ calls: { planned: 9, completed: 9, failed: 0, blocked: 0, notStarted: 0 } }),
  ]);
  const { billed } = billedCalls(log, prices);
  return measuredCalls(billed, recordedCalls(billed, log.header, prices), prices, []);
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
