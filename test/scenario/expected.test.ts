/** What a scenario expects, from its file into the plan; and what is wrong with it, at its place. */

import { describe, expect, it } from 'vitest';
import { readCondition, readExpectation, textOf } from '../../src/scenario/declared_expectation.ts';
import { expectationsOf, expectedIssues, impliedThresholds } from '../../src/scenario/expected.ts';
import type { PlanExpectation } from '../../src/core/plan/plan.ts';
import { thresholdsOf } from '../../src/scenario/threshold.ts';
import { layoutOfCaller } from '../../src/scenario/script_layout.ts';
import type { ScenarioFile } from '../../src/scenario/schema/scenario_schema.ts';
import { pathText } from '../../src/config/source.ts';

const known = { tools: ['lookup_order', 'refund'], fallbacks: ['any', 'audio_quality'] };

function conditionOf(entry: unknown) {
  const reading = readExpectation(entry, known);
  if (!('ok' in reading)) throw new Error(reading.message);
  return reading.ok;
}

function mistakeOf(entry: unknown): string {
  const reading = readExpectation(entry, known);
  return 'ok' in reading ? '' : `${pathText(reading.at)}: ${reading.message}`;
}

describe('an expectation', () => {
  it('is a bare word, a phrase or a map', () => {
    expect(conditionOf('escalates')).toMatchObject({ condition: { is: 'escalates' }, text: 'escalates' });
    expect(conditionOf('yields within 1s').condition).toEqual({ is: 'yields', withinMs: 1000 });
    expect(conditionOf('yields').condition).toEqual({ is: 'yields', withinMs: 2000 });
    expect(conditionOf({ yields: '1.5s' }).condition).toEqual({ is: 'yields', withinMs: 1500 });
    expect(conditionOf('escalates within 30s')).toMatchObject({
      condition: { is: 'escalates' },
      withinMs: 30_000,
    });
    expect(conditionOf({ no_tool: true }).condition).toEqual({ is: 'no_tool' });
    expect(conditionOf('no_tool').condition).toEqual({ is: 'no_tool' });
    expect(conditionOf({ not: 'hangup' }).condition).toEqual({ is: 'not', what: { is: 'hangup' } });
    expect(conditionOf({ any: ['hangup', { tool: 'refund' }] }).condition).toEqual({
      is: 'any',
      of: [{ is: 'hangup' }, { is: 'tool', name: 'refund' }],
    });
  });

  it('looks for a regular expression, or for words as they stand, in whatever case', () => {
    expect(conditionOf({ says: '/a.b/i' }).condition).toEqual({
      is: 'says',
      pattern: { source: 'a.b', flags: 'i' },
    });
    const { condition } = conditionOf({ says: 'Is it a.b (c)?' });
    if (condition.is !== 'says') throw new Error(condition.is);
    const words = new RegExp(condition.pattern.source, condition.pattern.flags);
    expect(words.test('well, is it A.B (C)? yes')).toBe(true);
    expect(words.test('well, is it axb (c)?')).toBe(false);
  });

  it('knows a tool’s arguments', () => {
    const given = { order_number: 'persona.order_number', why: '/late/', gift: true, note: 'persona' };
    expect(conditionOf({ tool: 'refund', arguments: given }).condition).toEqual({
      is: 'tool',
      name: 'refund',
      arguments: {
        order_number: { persona: 'orderNumber' },
        why: { pattern: { source: 'late', flags: '' } },
        gift: { value: true },
        note: { value: 'persona' },
      },
    });
  });

  it('is called what its author says, or as it is written', () => {
    expect(conditionOf({ says: '/x/', name: 'greets' }).text).toBe('greets');
    expect(conditionOf({ says: '/x/', within: '5s' }).text).toBe('says /x/ within 5s');
    expect(textOf(conditionOf({ not: { any: ['hangup', { no_tool: 'refund' }] } }).condition)).toBe(
      'not any of (hangup, no tool refund)',
    );
    expect(conditionOf({ tool: 'refund', arguments: { n: 'persona.phone', a: 1 } }).text).toBe(
      'tool refund (n: persona.phone, a: 1)',
    );
  });

  it.each([
    ['escalate', ': expected what is to hold, found "escalate"; did you mean "escalates"?'],
    ['says', ': expected what is to hold, found "says"'],
    [{ says: '/(/' }, 'says: expected a regular expression, found "/(/"'],
    [{ says: '/a*/' }, 'says: expected a pattern that can fail: "/a*/" fits every text'],
    [{ says: '//' }, 'says: expected something to look for, found nothing'],
    [{ says: 'a', hangup: true }, ': expected one condition, found says and hangup'],
    [{ tool: 'lookup_ordr' }, 'tool: unknown tool "lookup_ordr"; did you mean "lookup_order"?'],
    [{ no_tool: 'x' }, 'no_tool: unknown tool "x"'],
    [{ says: 'a', arguments: { a: 1 } }, 'arguments: only tool has arguments'],
    [
      { tool: 'refund', arguments: { a: 'persona.name' } },
      'arguments.a: expected persona.order_number or persona.phone',
    ],
    [{ fallback: 'audio' }, 'fallback: unknown fallback "audio"'],
    [{ yields: 'soon' }, 'yields: expected a duration such as 1s, found "soon"'],
    [{ within: '5s' }, ': expected what is to hold, found a map with within'],
    [{ says: 'a', within: 0 }, 'within: expected a time longer than nothing'],
    ['yields within soon', ': expected a duration such as 5s, found "soon"'],
    [{ all: ['hangup', { not: { tool: 'x' } }] }, 'all[1].not.tool: unknown tool "x"'],
    [{}, ': expected what is to hold, found an empty map'],
  ])('is refused: %j', (entry, message) => {
    expect(mistakeOf(entry)).toContain(message);
  });
});

const file = {
  name: 'x',
  tools: { lookup_order: { result: 'ok' } },
  expect: { says_not: '/ai/' },
  callers: [
    {
      name: 'a',
      expect: ['hangup'],
      goal: { tool: 'lookup_order' },
      script: [
        'listen',
        { say: 'hello' },
        { expect: 'escalates' },
        'listen',
        { expect: { says: 'hm' } },
        { silence: '4s' },
      ],
    },
  ],
  load: { concurrency: 1, calls: 1 },
} as unknown as ScenarioFile;

describe('a scenario', () => {
  it('lists them: of every call, of a caller, its goal, of turns by the step that opened them', () => {
    expect(
      expectationsOf(file).map(({ condition, caller, step, place, goal }) => [
        condition.is,
        caller,
        step,
        place,
        goal,
      ]),
    ).toEqual([
      ['says_not', undefined, undefined, undefined, undefined],
      ['hangup', 'a', undefined, undefined, undefined],
      ['tool', 'a', undefined, undefined, true],
      ['escalates', 'a', 1, 3, undefined],
      ['says', 'a', 1, 5, undefined],
    ]);
  });

  it('does them beside the script, not in it', () => {
    const { steps, planned } = layoutOfCaller(file, 0);
    expect(steps).toEqual(['listen', { say: 'hello' }, 'listen', { silence: '4s' }]);
    expect(planned).toEqual([0, 1, undefined, 2, undefined, 3]);
  });

  it('has all of them to hold where it asks no share', () => {
    const expectations = expectationsOf(file);
    const implied = (asked: Parameters<typeof thresholdsOf>[0], of = expectations) =>
      impliedThresholds(thresholdsOf(asked), of, ['a', 'b']).map(({ metric, caller }) => [metric, caller]);
    expect(impliedThresholds([], expectations, ['a'])).toEqual(
      ['expectation_rate', 'goal_rate'].map((metric) => ({
        metric,
        stat: 'rate',
        op: '==',
        value: 1,
        text: '== 100%',
      })),
    );
    expect(implied({ expectation_rate: '> 9%' })).toEqual([['goal_rate', undefined]]);
    expect(implied({ goal_rate: '> 9%' })).toEqual([['expectation_rate', undefined]]);
    expect(implied({}, [])).toEqual([]);
  });

  it('has all of them to hold of the callers of whom it asks no share', () => {
    const implied = (asked: string, of: readonly PlanExpectation[]) =>
      impliedThresholds(thresholdsOf({ [asked]: '> 9%' }), of, ['a', 'b', 'c']).flatMap(
        ({ caller, implied: unwritten }) => (unwritten === true ? [caller] : []),
      );
    const condition = { is: 'hangup' } as const;
    expect(implied('expectation_rate{caller:a}', [{ text: '', condition }])).toEqual(['b', 'c']);
    const own = ['a', 'b'].map((caller) => ({ text: '', condition, caller }));
    expect(implied('expectation_rate{ caller:a }', own)).toEqual(['b']);
    const goals = own.map((one) => ({ ...one, goal: true as const }));
    expect(implied('goal_rate{caller:b}', goals)).toEqual(['a']);
  });

  it('has a time as a whole, and its parts none but how soon it yields', () => {
    expect(conditionOf({ not: 'yields within 500ms' }).condition).toEqual({
      is: 'not',
      what: { is: 'yields', withinMs: 500 },
    });
    expect(conditionOf({ all: ['hangup'], within: '5s' })).toMatchObject({ withinMs: 5000 });
    expect(mistakeOf({ all: ['yields', 'hangup within 5s'] })).toBe(
      'all[1]: expected no time of its own here, found "hangup within 5s"',
    );
    expect(mistakeOf({ not: 'escalates within 30s' })).toContain('not: expected no time of its own');
    expect(mistakeOf({ any: [{ says: 'x', within: '3s' }] })).toContain('any[0].within: expected no time');
    expect(readCondition('hangup within 5s', known)).not.toHaveProperty('ok');
  });

  it('says where one is wrong', () => {
    const wrong = {
      ...file,
      expect: ['hangup', { tool: 'x' }],
      callers: [
        { name: 'a', goal: 'x', script: [{ expect: 'hangup' }, { say: 'a' }, { expect: { says: '/(/' } }] },
      ],
    };
    expect(expectedIssues(wrong).map(({ path }) => pathText(path))).toEqual([
      'expect[1].tool',
      'callers[0].goal',
      'callers[0].script[2].expect.says',
    ]);
  });
});
