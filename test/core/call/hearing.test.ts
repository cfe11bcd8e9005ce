import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/core/call/script.ts';
import type { Understanding } from '../../../src/core/call/understanding.ts';
import type { Condition } from '../../../src/core/plan/expectation.ts';
import { SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { RehearsedCall, audio, done, toolCall } from './rehearsed_call.ts';

/** Takes an answer for whatever stands in it, and knows nothing without words. */
const literal: Understanding = {
  holds(condition: Condition, { turns, persona }) {
    const turn = turns.at(-1);
    if (turn === undefined) return false;
    if (condition.is === 'tool') return turn.tools?.some(({ name }) => name === condition.name) === true;
    if (condition.is === 'all' || condition.is === 'any') {
      const told = new Set(condition.of.map((part) => literal.holds(part, { turns, persona })));
      if (told.has(condition.is === 'any')) return condition.is === 'any';
      return told.has(null) ? null : condition.is === 'all';
    }
    if (condition.is !== 'says') throw new Error(`not asked for here: ${condition.is}`);
    return turn.heardText === null ? null : turn.heardText.includes(condition.pattern.source);
  },
};

const says = (source: string): Condition => ({ is: 'says', pattern: { source, flags: '' } });
const SAY_WAIT: PlanStep = { op: 'say', speech: [{ utterance: 'wait' }], pauseMs: 300 };
const HELLO: PlanStep = { ...SAY_HELLO, pauseMs: 300 } as PlanStep;
const WHOLE: PlanStep = { op: 'listen', deadlineMs: 3000, onTimeout: 'fail' };

type Hear = Extract<PlanStep, { op: 'hear' }>;
const hear = (of: Partial<Hear>): Hear => ({
  op: 'hear',
  deadlineMs: 3000,
  branches: [],
  otherwise: { to: 9 },
  again: 3,
  past: 9,
  ...of,
});

/** hello, then by its answer: `number`: wait; else hello again; behind both of them the script is out. */
const choice = (of: Partial<Hear> = {}): readonly PlanStep[] => [
  HELLO,
  hear({ branches: [{ when: says('number'), to: 2 }], otherwise: { to: 5 }, past: 7, ...of }),
  SAY_WAIT,
  WHOLE,
  { op: 'go', to: 7 },
  HELLO,
  WHOLE,
];

const rehearsed = (steps: readonly PlanStep[], understanding = literal): RehearsedCall =>
  new RehearsedCall(smallPlan(steps, { tools: [tool('lookup', 500)] }), understanding).connected();

const text = (responseId: string, words: string) =>
  ({ type: 'answer_text', responseId, text: words }) as const;

/** Hello is said from 420 to 1,420 at the latest: the answer comes after it. */
const answered = (call: RehearsedCall, atMs: number, id: string, words: string | null): RehearsedCall => {
  call.at(atMs).hears({ type: 'committed', itemId: id });
  call.hears({ type: 'answer_created', responseId: id }, audio(id, 1000));
  if (words !== null) call.hears(text(id, words));
  return call.hears(done(id));
};

const ended = (call: RehearsedCall) => ({
  said: call.turns.map(({ said }) => said),
  heardAs: call.turns.flatMap(({ heardAs = [] }) => heardAs),
  outcome: call.record?.outcome,
});

describe('a step that hears', () => {
  it('goes the way of the first branch that holds', () => {
    const call = rehearsed(choice());
    answered(call, 2000, 'a', 'your number please');
    answered(call.at(4500), 4500, 'b', 'thank you');
    call.at(9000).input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(ended(call)).toEqual({
      said: ['hello', 'wait'],
      heardAs: [{ step: 1, by: 'when', branch: 0 }],
      outcome: 'completed',
    });
  });

  it('goes on otherwise where none holds', () => {
    const call = rehearsed(choice());
    answered(call, 2000, 'a', 'good morning');
    answered(call, 5500, 'b', 'thank you');
    call.at(9000).input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(ended(call)).toMatchObject({
      said: ['hello', 'hello'],
      heardAs: [{ step: 1, by: 'else' }],
      outcome: 'completed',
    });
  });

  it('waits for the words of an answer that has been heard', () => {
    const call = rehearsed(choice());
    call.at(2000).hears({ type: 'answer_created', responseId: 'a' }, audio('a', 1000));
    // Heard out at 3,060, and by ear 1,500 ms later.
    call.at(3900);
    expect(call.turns).toEqual([]);
    call.hears(text('a', 'your number please'), done('a')).at(5000);
    answered(call, 5500, 'b', 'thank you').at(7500);
    expect(call.turns.map(({ said, heardAs }) => [said, heardAs?.[0]?.by])).toEqual([
      ['hello', 'when'],
      ['wait', undefined],
    ]);
  });

  it('waits 1.5 s for words, and goes on in the plain order without them', () => {
    const call = rehearsed(choice());
    answered(call, 2000, 'a', null);
    // Heard until 3,060; the words of the plain way follow 300 ms after the wait is over.
    const spoke = (): number => call.effects.filter(({ type }) => type === 'speak').length;
    call.at(4550);
    expect(spoke()).toBe(1);
    call.at(5000);
    expect(spoke()).toBe(2);
    answered(call, 7000, 'b', null).at(9500);
    expect(ended(call).said).toEqual(['hello', 'hello']);
    expect(ended(call).heardAs).toEqual([{ step: 1, by: 'plain' }]);
  });

  it('takes the likely branch for the plain order where one is', () => {
    const call = rehearsed(choice({ likely: 0 }));
    answered(call, 2000, 'a', null);
    answered(call, 7000, 'b', null).at(9500);
    expect(ended(call).said).toEqual(['hello', 'wait']);
    expect(ended(call).heardAs).toEqual([{ step: 1, by: 'plain' }]);
  });

  it('knows nothing of what it hears where nobody tells it', () => {
    const call = new RehearsedCall(smallPlan(choice({ likely: 0 }))).connected();
    answered(call, 2000, 'a', 'good morning');
    answered(call, 7000, 'b', null).at(9500);
    expect(ended(call).heardAs).toEqual([{ step: 1, by: 'plain' }]);
  });

  it('needs no words to know of a tool, and does not wait for the end of the answer', () => {
    const call = rehearsed(
      choice({ branches: [{ when: { is: 'tool', name: 'lookup' }, to: 2 }], otherwise: { to: 5 } }),
    );
    call.at(2000).hears({ type: 'committed', itemId: 'a' }, { type: 'answer_created', responseId: 'a' });
    call.hears(audio('a', 1000), toolCall('a', 'c1', 'lookup'), done('a'));
    // A listen would wait for the answer that is to be made of the tool's result.
    call.at(3900);
    expect(call.effects.filter(({ type }) => type === 'speak')).toHaveLength(2);
    call.at(9000).input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(ended(call).heardAs).toEqual([{ step: 1, by: 'when', branch: 0 }]);
  });

  it.each([
    [
      'any',
      [
        { is: 'tool', name: 'lookup' },
        { is: 'tool', name: 'refund' },
      ],
      2,
    ],
    [
      'all',
      [
        { is: 'tool', name: 'lookup' },
        { is: 'tool', name: 'lookup' },
      ],
      2,
    ],
    // What some of its parts need words for waits for the end of the answer, which waits for the tool's.
    ['any', [{ is: 'tool', name: 'lookup' }, says('number')], 1],
    ['all', [says('number'), { is: 'tool', name: 'lookup' }], 1],
    ['any', [says('number'), says('moment')], 1],
  ] as const)('needs no words for %s of what tools alone tell, but for words: %j', (is, of, spoken) => {
    const call = rehearsed(choice({ branches: [{ when: { is, of }, to: 2 }], otherwise: { to: 5 } }));
    call.at(2000).hears({ type: 'committed', itemId: 'a' }, { type: 'answer_created', responseId: 'a' });
    call.hears(audio('a', 1000), text('a', 'a moment'), toolCall('a', 'c1', 'lookup'), done('a')).at(3900);
    expect(call.effects.filter(({ type }) => type === 'speak')).toHaveLength(spoken);
  });

  it('looks at a tool in its turn: a branch by words that stands before it is looked at first', () => {
    const branches = [
      { when: says('number'), to: 5 },
      { when: { is: 'tool', name: 'lookup' } as const, to: 2 },
    ];
    const call = rehearsed(choice({ branches, otherwise: { to: 7 } }));
    call.at(2000).hears({ type: 'committed', itemId: 'a' }, { type: 'answer_created', responseId: 'a' });
    call.hears(audio('a', 500), text('a', 'one moment'), toolCall('a', 'c1', 'lookup'), done('a'));
    call.at(3000);
    call.hears(
      { type: 'answer_created', responseId: 'r' },
      audio('r', 500),
      text('r', 'found it'),
      done('r'),
    );
    call.at(4000);
    answered(call, 5500, 'b', 'bye').at(8000);
    expect(ended(call).heardAs).toEqual([{ step: 1, by: 'when', branch: 1 }]);
  });

  it('goes the way of nothing heard once the deadline is over, and fails without such a way', () => {
    const nothing = rehearsed(choice({ branches: [{ when: null, to: 2 }] })).at(6500);
    expect(nothing.effects.filter(({ type }) => type === 'speak')).toHaveLength(2);
    answered(nothing, 7000, 'b', null).at(9500);
    nothing.input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(ended(nothing).heardAs).toEqual([{ step: 1, by: 'nothing', branch: 0 }]);
    expect(nothing.turns[0]).toMatchObject({ failure: 'no_answer' });
    expect(nothing.record?.failure).toBe(null);

    const none = rehearsed(choice());
    none.at(6500).input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(none.record).toMatchObject({ outcome: 'failed', failure: 'no_answer' });
  });

  it('comes back as often as it may, and then goes on behind', () => {
    const steps: readonly PlanStep[] = [
      HELLO,
      hear({
        branches: [{ when: says('pardon'), to: 2, again: true }],
        otherwise: { to: 4 },
        again: 2,
        past: 4,
      }),
      SAY_WAIT,
      { op: 'go', to: 1 },
      HELLO,
      WHOLE,
    ];
    const call = rehearsed(steps);
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      answered(call, 2000 + index * 2600, id, 'pardon');
    }
    call.at(13_000).input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(ended(call).said).toEqual(['hello', 'wait', 'wait', 'hello']);
    expect(ended(call).heardAs).toEqual([
      { step: 1, by: 'when', branch: 0 },
      { step: 1, by: 'when', branch: 0 },
      { step: 1, by: 'when', branch: 0, spent: true },
    ]);
  });

  it('shows what was said before it, so that a repetition can be told', () => {
    const seen: (readonly (string | null)[])[] = [];
    const watching: Understanding = {
      holds: (_, { turns }) => {
        seen.push(turns.map(({ heardText }) => heardText));
        return false;
      },
    };
    const call = rehearsed(
      [HELLO, WHOLE, SAY_WAIT, hear({ branches: [{ when: says('x'), to: 9 }] })],
      watching,
    );
    answered(call, 2000, 'a', 'first');
    answered(call, 4600, 'b', 'second').at(9000);
    expect(seen).toEqual([['first', 'second']]);
  });

  it('says of what it heard which call, caller and voice it was', () => {
    const seen: unknown[] = [];
    const watching: Understanding = {
      holds: (_, { turns, persona }) => {
        seen.push([
          turns.map(({ call, caller, voice, outcome }) => [call, caller, voice, outcome]),
          persona.phone,
        ]);
        return false;
      },
    };
    answered(
      rehearsed([HELLO, hear({ branches: [{ when: says('x'), to: 9 }] })], watching),
      2000,
      'a',
      'yes',
    ).at(9000);
    expect(seen).toEqual([[[[0, 'caller', 'ada', 'answered']], '4444444444']]);
  });

  it('goes on by no tool but its own, and asks of each once, whatever comes after it', () => {
    const asked: string[] = [];
    const counting: Understanding = {
      holds: (condition, heard) => {
        if (condition.is === 'tool') asked.push(`${condition.name}: ${heard.turns.length}`);
        return literal.holds(condition, heard);
      },
    };
    const branches = [
      { when: null, to: 5 },
      { when: { is: 'tool', name: 'refund' } as const, to: 2 },
    ];
    const call = rehearsed(choice({ branches, otherwise: { to: 5 } }), counting);
    call.at(2000).hears({ type: 'committed', itemId: 'a' }, { type: 'answer_created', responseId: 'a' });
    call.hears(toolCall('a', 'c1', 'lookup'), audio('a', 250), audio('a', 250)).at(2300);
    expect(asked).toEqual(['refund: 1']);
    expect(call.effects.filter(({ type }) => type === 'speak')).toHaveLength(1);
    call.hears(done('a')).at(2700);
    answered(call, 3000, 'b', null);
    // The answer from the tool’s result is over at 4,040, and no branch needs its words.
    call.at(4600);
    expect(asked).toEqual(['refund: 1', 'refund: 1']);
    call.at(9000).input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(ended(call).heardAs).toEqual([{ step: 1, by: 'else' }]);
  });

  it('needs words where one branch of several does, a way of nothing heard before them', () => {
    const branches = [
      { when: null, to: 5 },
      { when: { is: 'tool', name: 'refund' } as const, to: 5 },
      { when: says('number'), to: 2 },
    ];
    const call = rehearsed(choice({ branches, otherwise: { to: 5 } }));
    call.at(2000).hears({ type: 'answer_created', responseId: 'a' }, audio('a', 500), done('a'));
    call.at(3500).hears(text('a', 'your number please')).at(5000);
    answered(call, 5500, 'b', null).at(9000);
    expect(ended(call)).toMatchObject({ said: ['hello', 'wait'], heardAs: [{ by: 'when', branch: 2 }] });
  });

  it('knows the last four turns that it heard, each once', () => {
    const seen: (readonly number[])[] = [];
    const watching: Understanding = {
      holds: (_, { turns }) => {
        seen.push(turns.map(({ turn }) => turn));
        return false;
      },
    };
    const heard = (to: number): Hear =>
      hear({ branches: [{ when: says('x'), to }], otherwise: { to }, past: to });
    const steps = [0, 1, 2, 3, 4].flatMap((n): PlanStep[] => [HELLO, heard(2 * n + 2)]);
    const call = rehearsed(steps, watching);
    for (let n = 0; n < 5; n++) answered(call, 2000 + 3000 * n, `r${n}`, 'yes');
    call.at(17_000);
    expect(seen).toEqual([[0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [1, 2, 3, 4]]);
  });

  it('sees the tool of each answer anew: that one was called before hides none', () => {
    const byTool = (to: number): PlanStep =>
      hear({ branches: [{ when: { is: 'tool', name: 'lookup' }, to }], otherwise: { to: 9 } });
    const call = rehearsed([HELLO, byTool(2), SAY_WAIT, byTool(4), HELLO, WHOLE]);
    const calls = (atMs: number, id: string): void => {
      call.at(atMs).hears({ type: 'speech_started', itemId: id }, { type: 'committed', itemId: id });
      call.hears(
        { type: 'answer_created', responseId: id },
        audio(id, 500),
        toolCall(id, `c-${id}`, 'lookup'),
        done(id),
      );
    };
    calls(2000, 'a');
    calls(4500, 'b');
    call.at(6500);
    expect(call.effects.filter(({ type }) => type === 'speak')).toHaveLength(3);
  });

  it('lets the agent end the call where a way that it may go does', () => {
    const steps = (end: PlanStep): readonly PlanStep[] => [
      HELLO,
      hear({ branches: [{ when: says('bye'), to: 2 }], otherwise: { to: 4 }, past: 4 }),
      end,
      { op: 'go', to: 4 },
    ];
    const closed = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;
    const may = answered(rehearsed(steps({ op: 'hung_up' })), 2000, 'a', 'bye')
      .at(2500)
      .input(closed);
    expect(may.at(9000).record).toMatchObject({ outcome: 'completed', endedBy: 'agent' });
    const mayNot = answered(rehearsed(steps(SAY_WAIT)), 2000, 'a', 'bye')
      .at(2500)
      .input(closed);
    expect(mayNot.at(9000).record).toMatchObject({ outcome: 'failed' });
  });
});

describe('a step that hears, and a connection that is lost in it', () => {
  it('hears on the next one what it waited for, and goes on where it was', () => {
    const plan = smallPlan(choice(), { limits: { redials: 1, redialMs: 500 } });
    const call = new RehearsedCall(plan, literal).connected().at(2000);
    const lost = {
      type: 'closed',
      code: 1006,
      reason: '',
      failure: 'connection_lost',
      detail: null,
    } as const;
    call.hears({ type: 'committed', itemId: 'a' }).input(lost).at(2510);
    expect(call.dialed).toHaveLength(2);
    call.input({ type: 'opened' }).at(2520).hears({ type: 'ready' });
    answered(call, 2600, 'b', 'your number please');
    answered(call, 6000, 'c', 'thank you').at(8500);
    expect(ended(call)).toMatchObject({
      said: ['hello', 'wait'],
      heardAs: [{ step: 1, by: 'when', branch: 0 }],
    });
  });
});

describe('words that there are several of', () => {
  it('are others each time, in an order that the seed decides', () => {
    const several: PlanStep = {
      op: 'say',
      speech: [{ utterance: 'hello' }],
      others: [[{ utterance: 'wait' }], [{ utterance: 'mm-hm' }]],
      pauseMs: 300,
    };
    const steps: readonly PlanStep[] = [
      several,
      hear({
        branches: [{ when: says('pardon'), to: 2, again: true }],
        again: 3,
        past: 4,
        otherwise: { to: 4 },
      }),
      { op: 'go', to: 0 },
      WHOLE,
    ];
    const saidOf = (seed: number): readonly string[] => {
      const call = new RehearsedCall(smallPlan(steps, { seed }), literal).connected();
      for (const [index, id] of ['a', 'b', 'c'].entries()) answered(call, 2000 + index * 3000, id, 'pardon');
      return call.at(14_000).turns.map(({ said }) => said);
    };
    const orders = Array.from({ length: 12 }, (_, seed) => saidOf(seed + 1));
    for (const order of orders)
      expect(new Set(order.slice(0, 3))).toEqual(new Set(['hello', 'wait', 'mm-hm']));
    expect(saidOf(3)).toEqual(orders[2]);
    expect(new Set(orders.map(([first]) => first)).size).toBe(3);
  });
});
