/** Each condition: when it holds, when it does not and why, and what nobody can say. */

import { describe, expect, it } from 'vitest';
import type { Condition, Pattern } from '../../../src/core/plan/expectation.ts';
import type { FallbackRecord } from '../../../src/core/log/judged.ts';
import type { CallRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { examine } from '../../../src/judge/expect/examine.ts';
import { callScope, turnScope } from '../../../src/judge/expect/scope.ts';
import { call, turn, type TurnFields } from '../../report/log_builder.ts';
import { toolCall } from '../../report/tool_run.ts';

const persona = { orderNumber: '407112', phone: '5550100' };
const pattern = (source: string, flags = 'i'): Pattern => ({ source, flags });

/** A turn whose caller falls silent at 2000 and hears the answer from 3000 on. */
function heard(text: string | null, fields: TurnFields = {}): TurnRecord {
  return turn({
    heardText: text,
    answerAudioMs: 1000,
    heardMs: 1000,
    tools: [],
    fallbacks: [],
    ...fields,
    marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 3000, lastHeard: 4000, ...fields.marks },
  });
}

const unheard = turn({ outcome: 'unanswered', tools: [], fallbacks: null, marks: { speechEnd: 2000 } });

function ofTurn(condition: Condition, one: TurnRecord, withinMs?: number, all = [one], record = call()) {
  return examine(condition, turnScope([one], { all, call: record, persona }, withinMs));
}

function ofCall(
  condition: Condition,
  all: readonly TurnRecord[],
  fields: Partial<CallRecord> = {},
  withinMs?: number,
) {
  return examine(condition, callScope({ all, call: call(fields), persona }, withinMs));
}

describe('says', () => {
  const says: Condition = { is: 'says', pattern: pattern('order number') };
  const saysNot: Condition = { is: 'says_not', pattern: pattern('order number') };

  it('goes by the transcript of what was heard', () => {
    expect(ofTurn(says, heard('What is your Order Number?'))).toEqual({ holds: true, atMs: 3000 });
    expect(ofTurn(says, heard('Good day.'))).toEqual({ holds: false, why: 'heard: Good day.' });
    expect(ofTurn(saysNot, heard('Good day.'))).toEqual({ holds: true, atMs: null });
    expect(ofTurn(saysNot, heard('Your order number?'))).toMatchObject({ holds: false });
  });

  it('does not take for said what was cut off before it was heard', () => {
    const text = 'Good day, and may I ask you for your order number?';
    expect(ofTurn(says, heard(text, { heardMs: 500 }))).toMatchObject({ holds: false });
    expect(ofTurn(says, heard(text, { heardMs: 990 }))).toMatchObject({ holds: true });
  });

  it('says that it does not know where something was heard and nobody wrote it down', () => {
    const missing = { holds: null, missing: 'the transcript of what was heard' };
    expect(ofTurn(says, heard(null))).toEqual(missing);
    expect(ofTurn(saysNot, heard(null))).toEqual(missing);
  });

  it('knows that nothing was said where nothing was heard', () => {
    expect(ofTurn(says, unheard)).toEqual({ holds: false, why: 'nothing was heard' });
    expect(ofTurn(saysNot, unheard)).toMatchObject({ holds: true });
  });

  it('counts what comes in time alone', () => {
    const one = heard('Your order number?');
    expect(ofTurn(says, one, 1000)).toMatchObject({ holds: true });
    expect(ofTurn(says, one, 999)).toEqual({ holds: false, why: 'it was said after 1.0 s' });
    expect(ofTurn(saysNot, one, 999)).toMatchObject({ holds: true });
  });

  it('does not go by where a pattern stopped the last time, nor only by the beginning', () => {
    for (const flags of ['g', 'y', 'gy']) {
      const condition: Condition = { is: 'says', pattern: pattern('day', flags) };
      const one = heard('Good day.');
      expect([ofTurn(condition, one).holds, ofTurn(condition, one).holds]).toEqual([true, true]);
    }
  });

  it('of a call, is any of its turns; one without a transcript leaves it open', () => {
    const [said, other, unwritten] = [heard('The order number?'), heard('Good day.'), heard(null)];
    expect(ofCall(says, [other, said])).toMatchObject({ holds: true });
    expect(ofCall(says, [unwritten, said])).toMatchObject({ holds: true });
    expect(ofCall(says, [other, unwritten])).toMatchObject({ holds: null });
    expect(ofCall(saysNot, [unwritten, said])).toMatchObject({ holds: false });
    expect(ofCall(saysNot, [other])).toMatchObject({ holds: true });
  });
});

describe('tools', () => {
  const called = (args: unknown, name = 'lookup_order', calledMs = 2500): TurnRecord =>
    heard('One moment.', {
      tools: [{ ...toolCall(name, calledMs, 2600, null), arguments: JSON.stringify(args) }],
    });
  const tool = (wishes?: Extract<Condition, { is: 'tool' }>['arguments']): Condition => ({
    is: 'tool',
    name: 'lookup_order',
    ...(wishes === undefined ? {} : { arguments: wishes }),
  });

  it('are told by name', () => {
    expect(ofTurn(tool(), called({}))).toEqual({ holds: true, atMs: 2500 });
    expect(ofTurn(tool(), called({}, 'refund'))).toEqual({ holds: false, why: 'refund was called' });
    expect(ofTurn(tool(), heard('No.'))).toEqual({ holds: false, why: 'lookup_order was not called' });
  });

  it('are told by arguments: the caller’s own by its digits, values as they are, texts by patterns', () => {
    const own = tool({ order_number: { persona: 'orderNumber' } });
    for (const order_number of ['407112', 'No. 407-112', 407112])
      expect(ofTurn(own, called({ order_number, more: 1 }))).toMatchObject({ holds: true });
    expect(ofTurn(own, called({ order_number: '407113' }))).toEqual({
      holds: false,
      why: 'lookup_order was called with order_number: "407113"',
    });
    expect(ofTurn(own, called({}))).toMatchObject({
      why: expect.stringContaining('order_number: nothing') as string,
    });
    expect(ofTurn(own, called([]))).toMatchObject({
      why: expect.stringContaining('no JSON object') as string,
    });
    expect(ofTurn(tool({ gift: { value: true } }), called({ gift: true }))).toMatchObject({ holds: true });
    expect(ofTurn(tool({ gift: { value: true } }), called({ gift: 'true' }))).toMatchObject({ holds: false });
    const worded = tool({ why: { pattern: pattern('^late') } });
    expect(ofTurn(worded, called({ why: 'Late parcel' }))).toMatchObject({ holds: true });
    expect(ofTurn(worded, called({ why: 'a late parcel' }))).toMatchObject({ holds: false });
    const numbered = tool({ why: { pattern: pattern('^12$') } });
    expect(ofTurn(numbered, called({ why: 12 }))).toMatchObject({ holds: true });
    expect(ofTurn(numbered, called({ why: [12] }))).toMatchObject({ holds: false });
  });

  it('have to be called in time', () => {
    expect(ofTurn(tool(), called({}), 500)).toMatchObject({ holds: true });
    expect(ofTurn(tool(), called({}), 499)).toEqual({ holds: false, why: 'it was called after 0.5 s' });
  });

  it('are not to be called: none, or not this one', () => {
    expect(ofTurn({ is: 'no_tool' }, heard('No.'))).toMatchObject({ holds: true });
    expect(ofTurn({ is: 'no_tool' }, called({}))).toEqual({ holds: false, why: 'lookup_order was called' });
    expect(ofTurn({ is: 'no_tool', name: 'refund' }, called({}))).toMatchObject({ holds: true });
    expect(ofTurn({ is: 'no_tool' }, called({}), 500)).toMatchObject({ holds: false });
    expect(ofTurn({ is: 'no_tool' }, called({}), 499)).toMatchObject({ holds: true });
    expect(ofTurn({ is: 'no_tool', name: 'lookup_order' }, called({}))).toMatchObject({ holds: false });
  });

  it('are unknown in a log from before there were any', () => {
    const { tools: _, ...before } = heard('Hello.');
    expect(ofTurn(tool(), before)).toEqual({ holds: null, missing: 'the tool calls' });
    expect(ofTurn({ is: 'no_tool' }, before)).toMatchObject({ holds: null });
  });
});

describe('fallbacks', () => {
  const taken = (fields: Partial<FallbackRecord>, more: TurnFields = {}): TurnRecord =>
    heard('Sorry?', {
      fallbacks: [
        { label: 'reprompt.no_match', fallback: true, reasons: [], by: 'phrase', what: 'Sorry', ...fields },
      ],
      ...more,
    });

  it('are any, or for a reason, or a label', () => {
    const one = taken({ reasons: ['understanding_failed'] });
    const holds = (reason: string, of = one) => ofTurn({ is: 'fallback', reason }, of).holds;
    expect(holds('any')).toBe(true);
    expect(holds('understanding_failed')).toBe(true);
    expect(holds('reprompt.no_match')).toBe(true);
    expect(holds('audio_quality')).toBe(false);
    expect(holds('any', heard('Yes.'))).toBe(false);
    // A question about something in particular is none.
    const { fallback: _, ...question } = {
      label: 'clarify',
      fallback: true,
      reasons: ['understanding_failed'],
    } as const;
    const asks = heard('Which order?', { fallbacks: [{ ...question, by: 'phrase', what: 'Which order?' }] });
    expect(holds('any', asks)).toBe(false);
    expect(holds('understanding_failed', asks)).toBe(false);
    expect(holds('clarify', asks)).toBe(true);
  });

  it('are not known where nobody could judge what was heard', () => {
    expect(ofTurn({ is: 'fallback', reason: 'any' }, heard(null, { fallbacks: null }))).toMatchObject({
      holds: null,
    });
    expect(ofTurn({ is: 'fallback', reason: 'any' }, unheard)).toMatchObject({ holds: false });
  });

  it('hand a caller over, from the call of the tool on', () => {
    const over = taken(
      { label: 'handover.done', by: 'tool', what: 'transfer_to_human' },
      { tools: [toolCall('transfer_to_human', 2400, null, null)] },
    );
    expect(ofTurn({ is: 'escalates' }, over, 400)).toEqual({ holds: true, atMs: 2400 });
    expect(ofTurn({ is: 'escalates' }, over, 399)).toMatchObject({
      holds: false,
      why: 'it came after 0.4 s',
    });
    expect(ofTurn({ is: 'escalates' }, taken({ label: 'handover.offered' }))).toMatchObject({ holds: false });
  });

  it('are told by the end of the call too, in its last turn and in no other', () => {
    const end = {
      label: 'handover.done',
      fallback: true,
      reasons: ['handover'],
      by: 'end',
      what: 'x',
    } as const;
    const [first, last] = [heard('Yes.', { turn: 0 }), heard('Bye.', { turn: 1 })];
    const record = call({ endedMs: 9000, fallbacks: [end] });
    const escalates = { is: 'escalates' } as const;
    const of = (one: TurnRecord, withinMs?: number) =>
      ofTurn(escalates, one, withinMs, [first, last], record);
    expect(of(last)).toEqual({ holds: true, atMs: 9000 });
    expect(of(first)).toMatchObject({ holds: false });
    expect(of(last, 7000)).toMatchObject({ holds: true });
    expect(of(last, 6999)).toMatchObject({ holds: false, why: 'it came after 7.0 s' });
    expect(ofCall(escalates, [first, last], record)).toMatchObject({ holds: true });
    const other = { ...record, fallbacks: [{ ...end, label: 'hangup.abrupt', reasons: [] }] };
    expect(ofCall(escalates, [first, last], other)).toMatchObject({ holds: false });
    expect(ofCall({ is: 'fallback', reason: 'hangup.abrupt' }, [first, last], other)).toMatchObject({
      holds: true,
    });
  });

  it('notice a silence, in a turn of silence', () => {
    const noticed = taken({ label: 'silence_ack' }, { kind: 'silence' });
    expect(ofTurn({ is: 'silence_acknowledged' }, noticed)).toMatchObject({ holds: true });
    expect(ofTurn({ is: 'silence_acknowledged' }, { ...noticed, kind: 'say' })).toMatchObject({
      holds: false,
    });
    expect(
      ofTurn({ is: 'silence_acknowledged' }, heard('The shop is open.', { kind: 'silence' })),
    ).toMatchObject({
      holds: false,
    });
  });
});

describe('turn-taking', () => {
  const cutInto = (stoppedMs: number | null, lastHeard = 9000): TurnRecord =>
    heard('A long answer.', { turn: 1, bargeIn: { atMs: 5000, stoppedMs }, marks: { lastHeard } });
  const interruption = heard('Yes?', { turn: 2, kind: 'interrupt' });
  const yields = (before: TurnRecord, withinMs = 1000) =>
    ofTurn({ is: 'yields', withinMs }, interruption, undefined, [before, interruption]);

  it('is judged on the turn whose answer was cut into', () => {
    expect(yields(cutInto(6000))).toEqual({ holds: true, atMs: 6000 });
    expect(yields(cutInto(6001))).toEqual({ holds: false, why: 'it fell silent after 1.0 s' });
    expect(yields(cutInto(null))).toEqual({ holds: false, why: 'it talked on for 4.0 s' });
    const [before, again] = [cutInto(6000), heard('Yes?', { turn: 3 })];
    const all = [before, interruption, again];
    const saidAgain = turnScope([interruption, again], { all, call: call(), persona }, undefined);
    expect(examine({ is: 'yields', withinMs: 1000 }, saidAgain)).toEqual({ holds: true, atMs: 6000 });
    expect(yields(heard('Short.'))).toMatchObject({ why: 'the caller did not come to speak over the agent' });
  });

  it('cannot be judged by an answer that was over before it had to stop', () => {
    expect(yields(cutInto(null, 6000))).toMatchObject({ holds: null });
    expect(yields(cutInto(null, 6001))).toMatchObject({ holds: false });
  });

  it('talks on through a murmur', () => {
    const murmured = (stoppedMs: number | null) =>
      heard('Long.', { backchannels: [{ atMs: 5000, stoppedMs }] });
    expect(ofTurn({ is: 'keeps_talking' }, murmured(null))).toMatchObject({ holds: true });
    expect(ofTurn({ is: 'keeps_talking' }, murmured(5400))).toEqual({
      holds: false,
      why: 'it fell silent after 0.4 s',
    });
    // So long after it, it is for something else.
    expect(ofTurn({ is: 'keeps_talking' }, murmured(6400))).toMatchObject({ holds: true });
    expect(ofTurn({ is: 'keeps_talking' }, heard('Long.'))).toMatchObject({ holds: false });
  });
});

describe('the call', () => {
  const first = heard('Hello.');
  const last = heard('Bye.', { turn: 1, marks: { speechStart: 7000, speechEnd: 8000, firstHeard: 8500 } });

  it('is ended by the agent', () => {
    const hangup: Condition = { is: 'hangup' };
    expect(ofCall(hangup, [first], { endedBy: 'agent' })).toMatchObject({ holds: true });
    expect(ofCall(hangup, [first], { endedBy: 'caller' })).toMatchObject({ holds: false });
    expect(ofCall(hangup, [first], { endedBy: null })).toMatchObject({ holds: false });
    expect(ofCall(hangup, [first])).toMatchObject({ holds: null });
    const record = call({ endedBy: 'agent' });
    expect(ofTurn(hangup, last, undefined, [first, last], record)).toMatchObject({ holds: true });
    expect(ofTurn(hangup, first, undefined, [first, last], record)).toMatchObject({ holds: false });
    expect(ofCall(hangup, [first], { endedBy: 'agent' }, 9999)).toMatchObject({
      why: 'it ended the call after 10.0 s',
    });
    expect(ofCall(hangup, [first], { endedBy: 'agent' }, 10_000)).toMatchObject({ holds: true });
  });

  const lost = (readyMs: number | null) => [{ lostMs: 5000, readyMs, tries: 1, replayedItems: 2 }];

  it('comes back, in time', () => {
    const reconnects: Condition = { is: 'reconnects' };
    expect(ofCall(reconnects, [first], { reconnects: lost(6000) }, 1000)).toEqual({
      holds: true,
      atMs: 6000,
    });
    expect(ofCall(reconnects, [first], { reconnects: lost(6000) }, 900)).toMatchObject({ holds: false });
    expect(ofCall(reconnects, [first], { reconnects: lost(null) })).toMatchObject({ holds: false });
    expect(ofCall(reconnects, [first])).toEqual({ holds: false, why: 'no connection was lost' });
  });

  it('comes back in the turn that lost it', () => {
    const record = call({ reconnects: lost(6000) });
    const of = (one: TurnRecord) => ofTurn({ is: 'reconnects' }, one, undefined, [first, last], record);
    expect(of(first)).toMatchObject({ holds: true });
    expect(of(last)).toMatchObject({ holds: false });
    // Lost as the next words begin: it is lost in these.
    const later = call({ reconnects: [{ lostMs: 7000, readyMs: 7500, tries: 1, replayedItems: 2 }] });
    const ofLater = (one: TurnRecord) =>
      ofTurn({ is: 'reconnects' }, one, undefined, [first, last], later).holds;
    expect([first, last].map(ofLater)).toEqual([false, true]);
  });

  it('remembers only in what is heard after it came back', () => {
    const remembers: Condition = { is: 'remembers', pattern: pattern('bye') };
    expect(ofCall(remembers, [first, last], { reconnects: lost(6000) })).toMatchObject({ holds: true });
    expect(ofCall(remembers, [last, first], { reconnects: lost(9000) })).toMatchObject({ holds: false });
    expect(ofCall(remembers, [last], { reconnects: lost(8500) })).toMatchObject({ holds: true });
    // In time: from when it was back.
    expect(ofCall(remembers, [first, last], { reconnects: lost(6000) }, 2500)).toMatchObject({ holds: true });
    expect(ofCall(remembers, [first, last], { reconnects: lost(6000) }, 2499)).toMatchObject({
      why: 'it was said after 2.5 s',
    });
    expect(ofCall(remembers, [first, last])).toMatchObject({ why: 'no connection was lost and came back' });
  });
});

describe('all, any, not', () => {
  const one = heard('Good day.');
  const [yes, no]: readonly Condition[] = [
    { is: 'says', pattern: pattern('day') },
    { is: 'says', pattern: pattern('night') },
  ] as const;
  const open: Condition = { is: 'hangup' };
  const holds = (condition: Condition) => ofTurn(condition, one).holds;

  it('are joined as what is known allows', () => {
    const table = [
      [{ is: 'all', of: [yes, yes] }, true],
      [{ is: 'all', of: [yes, open] }, null],
      [{ is: 'all', of: [open, no] }, false],
      [{ is: 'any', of: [open, yes] }, true],
      [{ is: 'any', of: [open, no] }, null],
      [{ is: 'any', of: [no, no] }, false],
      [{ is: 'not', what: no }, true],
      [{ is: 'not', what: yes }, false],
      [{ is: 'not', what: open }, null],
    ] as const;
    for (const [condition, expected] of table)
      expect([condition, holds(condition as Condition)]).toEqual([condition, expected]);
  });
});
