/** What is written down of calls comes back with what was expected of them, call by call, however they are mixed. */

import { expect, it } from 'vitest';
import type { CallRecord } from '../../src/core/log/record.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { CallJudge } from '../../src/judge/call_judge.ts';
import { smallPlan } from '../core/plan/small_plan.ts';
import { call, turn } from '../report/log_builder.ts';

function judgeOf(expectations: Plan['judgement']['expectations']): CallJudge {
  const plan = smallPlan([{ op: 'listen', onTimeout: 'fail' }], {
    load: { mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 1000 },
  });
  const judgement = { ...plan.judgement, ...(expectations === undefined ? {} : { expectations }) };
  return new CallJudge({ ...plan, judgement });
}

const yes = [{ text: 'yes', condition: { is: 'says', pattern: { source: 'yes', flags: '' } } }] as const;
const said = (index: number, text: string) =>
  turn({ call: index, heardText: text, marks: { speechEnd: 1000, firstHeard: 2000 } });

it('judges each call by its own turns', () => {
  const judge = judgeOf(yes);
  judge.told(said(0, 'yes'));
  judge.told(said(1, 'no'));
  const [first, second] = [judge.told(call({ call: 0 })), judge.told(call({ call: 1 }))];
  expect(first).toMatchObject({ expectations: [{ met: true }] });
  expect(second).toMatchObject({ expectations: [{ met: false }] });
  // Nothing of a call is kept once it has ended.
  expect(judge.told(call({ call: 0 }))).toMatchObject({
    expectations: [{ met: false, detail: 'nothing was heard' }],
  });
});

it('judges a call by how it ended too, and tells of that once', () => {
  const escalates = [{ text: 'escalates', condition: { is: 'escalates' } }] as const;
  const judge = judgeOf(escalates);
  judge.told(said(0, 'yes'));
  const hungUp = call({ call: 0, outcome: 'failed', failure: 'agent_hung_up', detail: 'call-transferred' });
  expect(judge.told(hungUp)).toMatchObject({
    expectations: [{ met: true }],
    fallbacks: [{ label: 'handover.done', by: 'end' }],
  });
  expect(judge.told(call({ call: 1 }))).not.toHaveProperty('fallbacks');
});

it('gives back the very record where there is nothing to add', () => {
  const judge = judgeOf(undefined);
  const record = call();
  expect(judge.told(record)).toBe(record);
  const unmade = call({ outcome: 'blocked' });
  expect(judgeOf(yes).told(unmade)).toBe(unmade);
  const strike = { type: 'strike', call: 0, atMs: 1, fault: 'x', connection: 0 } as const;
  expect(judge.told(strike)).toBe(strike);
});

it('counts neither way what the protocol has no words for, and all that was told', () => {
  const looksUp = [
    ...yes,
    { text: 'looks up', condition: { is: 'tool', name: 'lookup' }, goal: true },
  ] as const;
  const over = (parameters?: Record<string, string>): CallJudge => {
    const plan = smallPlan([{ op: 'listen', onTimeout: 'fail' }], {
      target: { url: 'wss://shop.example/media', ...(parameters === undefined ? {} : { parameters }) },
    });
    const judgement = { ...plan.judgement, expectations: looksUp };
    return new CallJudge({ ...plan, dialect: 'twilio-media-streams', judgement });
  };
  const heard = turn({ heardText: null, tools: [], marks: { speechEnd: 1000, firstHeard: 2000 } });
  const silent = over();
  expect(silent.told(heard)).toMatchObject({ fallbacks: null });
  expect(silent.told(call())).toMatchObject({
    expectations: [
      { expectation: 0, unknown: true, untold: true },
      { expectation: 1, unknown: true, untold: true, goal: true },
    ],
  });
  const asked = over({ callstorm: 'tell' });
  asked.told({ ...said(0, 'no'), tools: [] });
  const [words, tools] = (asked.told(call()) as CallRecord).expectations ?? [];
  expect(words).toMatchObject({ met: false, detail: 'heard: no' });
  expect(tools).toMatchObject({ met: false, detail: 'lookup was not called' });
});
