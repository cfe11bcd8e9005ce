import { describe, expect, it } from 'vitest';
import { Call } from '../../../src/core/call/call.ts';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { CallInput } from '../../../src/core/call/effect.ts';
import { table, type Phase } from '../../../src/core/call/phases.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall } from './rehearsed_call.ts';

const phases = Object.keys(table) as Phase[];
const ways = (from: Phase): readonly Phase[] => Object.values(table[from]).flatMap(({ to }) => to);

describe('the table of phases', () => {
  it('leads from the first phase to each other, and from each of them to the last', () => {
    const reached = (from: Phase): ReadonlySet<Phase> => {
      const found = new Set([from]);
      for (const phase of found) for (const next of ways(phase)) found.add(next);
      return found;
    };
    expect(reached('waiting')).toEqual(new Set(phases));
    for (const phase of phases) expect(reached(phase)).toContain('ended');
  });

  it('leads out of the last phase nowhere, and into the first from nowhere', () => {
    expect(ways('ended')).toEqual([]);
    expect(phases.flatMap(ways)).not.toContain('waiting');
  });

  it('lets a call be stopped, and break down, whatever it is at', () => {
    for (const phase of phases)
      expect(Object.keys(table[phase])).toEqual(expect.arrayContaining(['stop', 'broken']));
  });
});

describe('an input that a phase does not know', () => {
  const plan = smallPlan([SAY_HELLO, LISTEN]);
  const begin: CallInput = { type: 'begin' };
  const early: CallInput = { type: 'event', connection: 0, event: { type: 'ready' } };
  const fresh = (strict: boolean): Call => new Call(plan, callOf(plan, 0), 0, { strict });

  it('is a defect where the call is strict', () => {
    const call = fresh(true);
    expect(() => call.handle({ type: 'spoken' }, 0)).toThrow('a call that is waiting does not know "spoken"');
    call.handle(begin, 0);
    expect(() => call.handle(begin, 1)).toThrow('a call that is dialing does not know "begin"');
    expect(() => call.handle(early, 2)).toThrow('a call that is dialing does not know "event"');
  });

  it('is of no consequence where it is not', () => {
    const call = fresh(false);
    expect(call.handle({ type: 'spoken' }, 0)).toEqual([]);
    expect(call.handle(begin, 0).map(({ type }) => type)).toEqual(['dial', 'wake']);
    expect(call.handle(begin, 1)).toEqual([]);
    expect(call.handle(early, 2)).toEqual([]);
    expect(call.handle({ type: 'opened', connection: 0 }, 3)).toContainEqual(
      expect.objectContaining({ type: 'send' }),
    );
  });

  it('may come of no connection that was never dialled', () => {
    const ahead: CallInput = { type: 'opened', connection: 1 };
    const call = fresh(true);
    call.handle(begin, 0);
    expect(() => call.handle(ahead, 1)).toThrow('connection 1 was never dialled');
    const lenient = fresh(false);
    lenient.handle(begin, 0);
    expect(lenient.handle(ahead, 1)).toEqual([]);
  });
});

describe('a defect on this side', () => {
  const broken = { type: 'broken', detail: 'cannot send' } as const;

  it('ends the call from any phase, with what it has measured, and cuts what connection there is', () => {
    const talking = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1500).input(broken);
    expect(talking.effects.slice(-3)).toMatchObject([
      { type: 'drop' },
      { type: 'record', record: { type: 'turn', failure: 'engine_error' } },
      {
        type: 'record',
        record: { type: 'call', failure: 'engine_error', detail: 'cannot send', endedMs: 1500 },
      },
    ]);
    const waiting = new RehearsedCall(smallPlan([SAY_HELLO])).input(broken);
    expect(waiting.effects).toMatchObject([{ type: 'record', record: { dialedMs: null, connections: 0 } }]);
  });

  it('changes nothing about a call that is decided', () => {
    const call = new RehearsedCall(smallPlan([{ op: 'hangup' }])).connected();
    call.at(30).input(broken).input(broken);
    expect(call.record).toMatchObject({ outcome: 'completed', failure: null, endedMs: 20 });
    expect(call.effects.filter(({ type }) => type === 'record')).toHaveLength(1);
  });
});
