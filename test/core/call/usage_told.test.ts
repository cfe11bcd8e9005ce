/** What an answer used is told, or it is unknown: never nothing. */

import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/log/usage.ts';
import type { Usage } from '../../../src/core/log/record.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall } from './rehearsed_call.ts';

const told: Usage = { ...noUsage, audioOut: 40, audioIn: 10 };

type Heard = Parameters<RehearsedCall['hears']>[0];

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;

/** One turn whose answer, of so much audio, ends with this usage. */
function answered(
  usage: Usage | null,
  {
    audioMs = 500,
    status = 'completed',
  }: { audioMs?: number; status?: 'completed' | 'failed' | 'cancelled' } = {},
): RehearsedCall {
  const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1950);
  call.hears({ type: 'answer_created', responseId: 'r' });
  if (audioMs > 0) call.hears(audio('r', audioMs));
  call.hears({ ...done('r', status), usage } as Heard);
  return call.at(60_000).input(CLOSED);
}

describe('the usage of a call', () => {
  it('is what its answers told', () => {
    const { record, turns } = answered(told);
    expect(record?.usage).toEqual(told);
    expect(turns[0]?.usage).toEqual(told);
    expect(record?.protocolViolations).toBe(0);
  });

  it('is unknown for an answer that told none', () => {
    const { record, turns } = answered(null);
    expect(record?.usage).toEqual({ ...noUsage, unreported: 1 });
    expect(turns[0]?.usage).toEqual({ ...noUsage, unreported: 1 });
    // Null for a field that is optional is no fault.
    expect(record?.protocolViolations).toBe(0);
    expect(answered(null, { audioMs: 0, status: 'cancelled' }).record?.usage.unreported).toBe(1);
  });

  it('is none for an answer that was refused before it said anything', () => {
    expect(answered(null, { audioMs: 0, status: 'failed' }).record?.usage).toEqual(noUsage);
    expect(answered(null, { status: 'failed' }).record?.usage.unreported).toBe(1);
  });

  it('is unknown where something was spoken and nothing is said to have been used', () => {
    expect(answered(noUsage).record?.usage).toEqual({ ...noUsage, unreported: 1 });
    expect(answered(noUsage, { audioMs: 0 }).record?.usage).toEqual(noUsage);
    expect(answered({ ...noUsage, unsplitOut: 4 }).record?.usage).toEqual({ ...noUsage, unsplitOut: 4 });
  });

  it('counts what cannot be as a violation, once', () => {
    const { record } = answered({ ...noUsage, unreported: 1, impossible: 1 });
    expect(record?.usage).toEqual({ ...noUsage, unreported: 1, impossible: 1 });
    expect(record?.protocolViolations).toBe(1);
  });

  it('is unknown for an answer whose end never came', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1950);
    call.hears({ type: 'answer_created', responseId: 'r' }, audio('r', 500));
    call.at(60_000).input(CLOSED);
    expect(call.record?.usage).toEqual({ ...noUsage, unreported: 1 });
  });

  it('is unknown for an answer that the end of the call cut off, unless its usage still comes', () => {
    const cutOff = (late: Usage | null): RehearsedCall => {
      const call = new RehearsedCall(smallPlan([SAY_HELLO, { op: 'hangup' }])).connected();
      call.at(1000).hears({ type: 'answer_created', responseId: 'r' }, audio('r', 500)).at(1400);
      if (late !== null) call.hears({ ...done('r', 'cancelled'), usage: late } as Heard);
      return call.at(9000).input(CLOSED);
    };
    expect(cutOff(null).record?.usage).toEqual({ ...noUsage, cutOff: 1 });
    expect(cutOff(told).record?.usage).toEqual(told);
    expect(cutOff(null).record?.protocolViolations).toBe(0);
  });

  it('is unknown for an answer in the middle of which the connection was lost', () => {
    const limits = { redials: 1, redialMs: 100 };
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { limits })).connected().at(1950);
    call.hears({ type: 'answer_created', responseId: 'r' }, audio('r', 500));
    call.input({ ...CLOSED, code: 1006 }).at(9000);
    expect(call.dialed).toHaveLength(2);
    call.input({ ...CLOSED, code: 1006 });
    expect(call.record?.usage).toEqual({ ...noUsage, cutOff: 1 });
  });

  it('counts transcriptions that told none apart', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1900);
    const one = { type: 'transcribed', itemId: 'u', text: 'hello', seconds: 0, tokens: 0 } as const;
    call.hears({ type: 'committed', itemId: 'u' });
    call.hears(
      { ...one, usageTrouble: 'unreported' },
      { ...one, itemId: 'v', usageTrouble: 'impossible' },
      { ...one, itemId: 'w', seconds: 2 },
    );
    call.at(60_000).input(CLOSED);
    expect(call.record).toMatchObject({
      usage: { transcriptionSeconds: 2, unreportedTranscriptions: 2, impossible: 1 },
      protocolViolations: 1,
    });
  });
});
