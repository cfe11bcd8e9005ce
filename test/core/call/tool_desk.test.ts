/**
 * The caller says "hello", audible until 1120, and listens until 4120. Where nothing else is said the agent hears it at
 * 1900 and calls `lookup` (300 ms) in response r1 at 1950.
 */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Answers } from '../../../src/core/call/answers.ts';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { AgentEvent } from '../../../src/core/call/event.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { ToolDesk, type ToolCall } from '../../../src/core/call/tool_desk.ts';
import { Turn } from '../../../src/core/call/turn.ts';
import { errorOutput, type PlanTool } from '../../../src/core/plan/tool.ts';
import { audio, done, RehearsedCall, toolCall } from './rehearsed_call.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;

const lookup = tool('lookup', 300);
const slow = tool('slow', 700);
const failing = tool('failing', 0, {
  type: 'error',
  weight: 1,
  output: errorOutput('no such order'),
  latencyMs: [100, 100],
});
const hanging = tool('hanging', 0, { type: 'never', weight: 1 });

function heard(
  tools: readonly PlanTool[] = [lookup],
  steps: readonly PlanStep[] = [SAY_HELLO, LISTEN],
): RehearsedCall {
  const call = new RehearsedCall(smallPlan(steps, { tools })).connected();
  return call.at(1900).hears({ type: 'speech_stopped', itemId: 'u1' }, { type: 'committed', itemId: 'u1' });
}

const created = (responseId: string): AgentEvent => ({ type: 'answer_created', responseId });

/** What the client did about tools, with instants. */
function acts(call: RehearsedCall): readonly string[] {
  return call.sent.flatMap(({ command, atMs }) => {
    if (command.type === 'respond') return [`${atMs} respond`];
    return command.type === 'tool_result' ? [`${atMs} ${command.callId}: ${command.output}`] : [];
  });
}

describe('a tool call', () => {
  const call = heard();
  call.at(1950).hears(created('r1'), toolCall('r1', 'c1', 'lookup'), done('r1'));
  call.at(2500).answers('r2', 1000).at(9000).input(CLOSED);

  it('is declared when the session is configured', () => {
    expect(call.commands('configure')).toMatchObject([{ tools: [{ name: 'lookup' }] }]);
    const without = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    expect(Object.hasOwn(without.commands('configure')[0] ?? {}, 'tools')).toBe(false);
  });

  it('is answered after its latency, and the answer to that asked for', () => {
    expect(acts(call)).toEqual(['2250 c1: lookup done', '2250 respond']);
  });

  it('leaves a turn that is answered by what is made from the result', () => {
    expect(call.turns).toHaveLength(1);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', answers: 2, marks: { firstHeard: 2540 } });
    expect(call.turns[0]?.tools).toEqual([
      {
        name: 'lookup',
        callId: 'c1',
        arguments: '{"order_number":"407112"}',
        calledMs: 1950,
        outcome: 'result',
        answeredMs: 2250,
        heardMs: 2540,
      },
    ]);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 3540 });
  });

  it('is the same call however often it is told, and whose response it is is known without being told', () => {
    const again = heard().at(1950).hears(created('r1'));
    again.hears(toolCall(null, 'c1', 'lookup'), toolCall('r1', 'c1', 'lookup'), done('r1'));
    again
      .at(2500)
      .answers('r2', 1000)
      .at(2600)
      .hears(toolCall('r1', 'c1', 'lookup'))
      .at(9000)
      .input(CLOSED);
    expect(acts(again)).toEqual(['2250 c1: lookup done', '2250 respond']);
    expect(again.turns.map(({ tools }) => tools?.length)).toEqual([1]);
  });

  it('is of the response that was begun last where it does not say whose it is: one errand with its others', () => {
    const two = heard([lookup, slow]);
    two
      .at(1950)
      .hears(created('r1'), toolCall(null, 'c1', 'lookup'), toolCall('r1', 'c2', 'slow'), done('r1'));
    two.at(2800).answers('r2', 1000).at(9000).input(CLOSED);
    expect(acts(two)).toEqual(['2250 c1: lookup done', '2650 c2: slow done', '2650 respond']);
    expect(two.turns.map(({ tools, answers }) => [tools?.length, answers])).toEqual([[2, 2]]);
    expect(two.turns[0]?.tools?.map(({ heardMs }) => heardMs)).toEqual([2840, 2840]);
  });

  it('is of the response that it names, whichever was begun last', () => {
    const named = heard([lookup, slow]);
    named.at(1950).hears(created('r1'), toolCall('r1', 'c1', 'slow'), done('r1'));
    named.at(2000).hears(created('r2'), toolCall('r1', 'c2', 'lookup'), done('r2'));
    named.at(2900).answers('r3', 1000).at(9000).input(CLOSED);
    // One errand: nothing is asked for until both have their results.
    expect(acts(named)).toEqual(['2300 c2: lookup done', '2650 c1: slow done', '2650 respond']);
  });

  it('counts its result from when it was due, however late the generator was', () => {
    const late = heard();
    late.at(1950).hears(created('r1'), toolCall('r1', 'c1', 'lookup'), done('r1'));
    // The engine's clock stood still meanwhile.
    late.nowMs = 2400;
    late.input({ type: 'timer' });
    late.answers('r2', 500).at(9000).input(CLOSED);
    expect(acts(late)).toEqual(['2400 c1: lookup done', '2400 respond']);
    expect(late.turns[0]?.tools?.[0]).toMatchObject({ answeredMs: 2250, heardMs: 2440 });
  });
});

describe('an agent that says that it is looking', () => {
  /** "Let me see", heard from 1990 to 2490, and the call. */
  function looking(tools?: readonly PlanTool[], steps?: readonly PlanStep[]): RehearsedCall {
    const name = (tools ?? [lookup])[0]?.name ?? '';
    return heard(tools, steps)
      .at(1950)
      .hears(created('r1'), audio('r1', 500), toolCall('r1', 'c1', name), done('r1'));
  }

  it('is listened to until it has told what it found', () => {
    const call = looking();
    call.at(5400).answers('r2', 1000).at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', heardMs: 1500, marks: { firstHeard: 1990 } });
    expect(call.turns[0]?.tools?.[0]).toMatchObject({ answeredMs: 2250, heardMs: 5440 });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 6440 });
  });

  it('tries the caller’s patience anew from the result, or from the end of what was heard before', () => {
    const call = looking().at(5489);
    expect(call.record).toBeNull();
    expect(call.effects.some(({ type }) => type === 'close')).toBe(false);
    call.at(5490).input(CLOSED);
    const detail = 'nothing was heard after the result of lookup';
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', failure: 'no_answer', detail });
    expect(call.record).toMatchObject({ failure: 'no_answer', detail, endedMs: 5490 });
  });

  it('is waited for while the tool works, however long that is', () => {
    const call = looking([tool('slower', 9000)])
      .at(10_950)
      .at(13_000);
    expect(acts(call)).toEqual(['10950 c1: slower done', '10950 respond']);
    call.answers('r2', 500).at(20_000).input(CLOSED);
    expect(call.turns[0]?.outcome).toBe('answered');
  });

  it('is heard out in what it found as in any answer', () => {
    const call = looking([tool('slower', 15_000)])
      .at(17_000)
      .answers('r2', 10_000)
      .at(30_000)
      .input(CLOSED);
    // An answer has 20 s from its own beginning, not from that of "let me see".
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 27_040 });
  });

  it('is no longer waited for when an answer may not go on any longer', () => {
    const call = looking([tool('slowest', 50_000)])
      .at(30_000)
      .input(CLOSED);
    // Limit of an answer: 20 s from 1990 on.
    expect(call.record).toMatchObject({
      failure: 'no_answer',
      detail: 'slowest had not given its result yet',
      endedMs: 21_990,
    });
  });

  it('has not answered by saying so, when the connection breaks before it does', () => {
    const call = looking()
      .at(3000)
      .input({ ...CLOSED, code: 1006 });
    expect(call.turns[0]).toMatchObject({ outcome: 'failed', failure: 'connection_lost' });
  });

  it('names the failure of the answer that was to be made from the result', () => {
    const call = looking()
      .at(2300)
      .hears(created('r2'), done('r2', 'failed', 'server_error: oops'));
    call.at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({
      outcome: 'failed',
      failure: 'answer_failed',
      detail: 'server_error: oops',
    });
    const mended = looking()
      .at(2300)
      .hears(created('r2'), done('r2', 'failed', 'server_error: oops'));
    mended.at(4000).answers('r3', 500).at(9000).input(CLOSED);
    expect(mended.turns[0]).toMatchObject({ outcome: 'answered', failure: null, detail: null });
  });

  it('is got over where the script says so, and a late answer does not mend that', () => {
    const steps = [
      SAY_HELLO,
      { ...LISTEN, onTimeout: 'continue' },
      { op: 'silence', durationMs: 2000 },
    ] as const;
    const call = looking([lookup], steps).at(6000).answers('r2', 500).at(12_000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', failure: 'no_answer' });
    expect(call.record?.outcome).toBe('completed');
  });

  it('has not mended a turn that was given up while a result is still to come', () => {
    const steps = [
      SAY_HELLO,
      { ...LISTEN, onTimeout: 'continue' },
      { op: 'silence', durationMs: 9000 },
    ] as const;
    const call = heard([hanging, tool('slower', 9000)], steps)
      .at(1950)
      .hears(created('r1'), audio('r1', 500));
    call.hears(toolCall('r1', 'c1', 'hanging'), toolCall('r1', 'c2', 'slower'), done('r1'));
    call.at(6000).answers('r2', 500).at(20_000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', failure: 'no_answer' });
    expect(call.turns[0]?.tools).toMatchObject([{ answeredMs: null }, { answeredMs: 10_950 }]);
  });

  it('is spoken over in what it found, where it was silent when its time came', () => {
    const interrupt = {
      op: 'interrupt',
      afterMs: 800,
      deadlineMs: 3000,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'fail',
    } as const;
    const call = looking([slow], [SAY_HELLO, interrupt, LISTEN]);
    // Wanted at 2790, over nothing: so 800 ms into the answer, which is heard from 4040 on, or as soon as a frame allows.
    call.at(4000).answers('r2', 3000).at(5100).hears({ type: 'speech_started', itemId: 'u2' });
    call.at(6000).answers('r3', 500).at(12_000).input(CLOSED);
    expect(call.turns.map(({ kind }) => kind)).toEqual(['say', 'interrupt']);
    expect(call.turns[0]?.bargeIn).toEqual({ atMs: 4840, stoppedMs: 5100 });
  });
});

describe('a tool that fails', () => {
  it('tells the agent so', () => {
    const call = heard([failing])
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'failing'), done('r1'));
    call.at(2500).answers('r2', 500).at(9000).input(CLOSED);
    expect(acts(call)).toEqual(['2050 c1: {"error":"no such order"}', '2050 respond']);
    expect(call.turns[0]?.tools?.[0]).toMatchObject({ outcome: 'error', answeredMs: 2050, heardMs: 2540 });
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', failure: null });
  });

  it('tells it too when there is no such tool', () => {
    const call = heard()
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'lookupp'), done('r1'));
    call.at(2500).answers('r2', 500).at(9000).input(CLOSED);
    expect(acts(call)).toEqual(['1950 c1: {"error":"there is no tool called lookupp"}', '1950 respond']);
    expect(call.turns[0]?.tools?.[0]).toMatchObject({
      name: 'lookupp',
      outcome: 'unknown',
      answeredMs: 1950,
    });
    expect(call.record?.outcome).toBe('completed');
  });

  it('is of a scenario without any tools as well', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1950).hears(created('r1'), toolCall('r1', 'c1', 'transfer'), done('r1'));
    call.at(2500).answers('r2', 500).at(9000).input(CLOSED);
    expect(acts(call)).toHaveLength(2);
    expect(call.turns[0]?.tools?.[0]?.outcome).toBe('unknown');
  });
});

describe('a tool that hangs', () => {
  it('is answered by nothing, and the turn runs into its deadline', () => {
    const call = heard([hanging])
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'hanging'), done('r1'));
    call.at(4070).input(CLOSED);
    expect(acts(call)).toEqual([]);
    expect(call.record).toMatchObject({
      failure: 'no_answer',
      detail: 'hanging never gave a result',
      endedMs: 4070,
    });
    expect(call.turns[0]?.tools?.[0]).toMatchObject({ outcome: 'never', answeredMs: null, heardMs: null });
  });

  it('does so after "let me see" as well, counted from the end of that', () => {
    const call = heard([hanging]).at(1950);
    call
      .hears(created('r1'), audio('r1', 500), toolCall('r1', 'c1', 'hanging'), done('r1'))
      .at(9000)
      .input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'no_answer', endedMs: 5490 });
  });

  it('is forgiven an agent that says that it could not find out', () => {
    const call = heard([hanging]).at(1950);
    call.hears(created('r1'), audio('r1', 500), toolCall('r1', 'c1', 'hanging'), done('r1'));
    call.at(5000).answers('r2', 1000).at(9000).input(CLOSED);
    expect(acts(call)).toEqual([]);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', heardMs: 1500 });
    expect(call.turns[0]?.tools?.[0]).toMatchObject({ outcome: 'never', heardMs: null });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 6040 });
  });

  it('keeps the client from asking though another of the same response has its result', () => {
    const call = heard([hanging, lookup]).at(1950).hears(created('r1'));
    call
      .hears(toolCall('r1', 'c1', 'lookup'), toolCall('r1', 'c2', 'hanging'), done('r1'))
      .at(9000)
      .input(CLOSED);
    expect(acts(call)).toEqual(['2250 c1: lookup done']);
    expect(call.record?.failure).toBe('no_answer');
  });
});

describe('several calls', () => {
  const tools = [lookup, slow];

  it('of one response lead to one answer, after the last of their results', () => {
    const call = heard(tools)
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'slow'));
    call.at(2000).hears(toolCall('r1', 'c2', 'lookup'), done('r1'));
    call.at(3000).answers('r2', 500).at(9000).input(CLOSED);
    expect(acts(call)).toEqual(['2300 c2: lookup done', '2650 c1: slow done', '2650 respond']);
    expect(call.turns[0]?.tools).toMatchObject([
      { callId: 'c1', answeredMs: 2650, heardMs: 3040 },
      { callId: 'c2', answeredMs: 2300, heardMs: 3040 },
    ]);
  });

  it('one after the other make a chain, and the turn lasts to its end', () => {
    const call = heard(tools)
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'lookup'), done('r1'));
    call.at(2500).hears(created('r2'), toolCall('r2', 'c2', 'slow'), done('r2'));
    call.at(3600).answers('r3', 500).at(9000).input(CLOSED);
    expect(acts(call)).toEqual([
      '2250 c1: lookup done',
      '2250 respond',
      '3200 c2: slow done',
      '3200 respond',
    ]);
    expect(call.turns.map(({ outcome, answers, tools: made }) => [outcome, answers, made?.length])).toEqual([
      ['answered', 3, 2],
    ]);
  });

  it('wait for the response that made them to be over', () => {
    const call = heard(tools)
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'lookup'));
    call.at(2600).hears(audio('r1', 250)).at(3000).hears(done('r1'));
    call.at(3500).answers('r2', 500).at(9000).input(CLOSED);
    expect(acts(call)).toEqual(['2250 c1: lookup done', '3000 respond']);
    expect(call.turns[0]?.tools?.[0]).toMatchObject({ answeredMs: 2250, heardMs: 3540 });
  });

  it('wait for whatever else the agent is saying', () => {
    const call = heard(tools)
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'slow'), done('r1'));
    call.at(2500).hears(created('r2'), audio('r2', 500)).at(2900).hears(done('r2'));
    call.at(3500).answers('r3', 500).at(9000).input(CLOSED);
    expect(acts(call)).toEqual(['2650 c1: slow done', '2900 respond']);
    expect(call.turns[0]?.tools?.[0]?.heardMs).toBe(3540);
  });

  it('ask for one answer at a time', () => {
    const call = heard(tools)
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'slow'), done('r1'));
    call.at(2000).hears(created('r2'), toolCall('r2', 'c2', 'lookup'), done('r2'));
    // Asked for at 2300, and slow to begin: what comes meanwhile may be too late for it.
    call.at(2700).answers('r3', 250).at(3500).answers('r4', 250).at(9000).input(CLOSED);
    expect(acts(call)).toEqual([
      '2300 c2: lookup done',
      '2300 respond',
      '2650 c1: slow done',
      '2700 respond',
    ]);
    expect(call.turns[0]?.tools).toMatchObject([
      { callId: 'c1', heardMs: 3540 },
      { callId: 'c2', heardMs: 2740 },
    ]);
  });

  it('ask again where the service was busy with an answer of its own', () => {
    const call = heard(tools)
      .at(1950)
      .hears(created('r1'), toolCall('r1', 'c1', 'lookup'), done('r1'));
    // The service begins to speak at the very moment at which it is asked to.
    call.at(2300).hears(created('r2'), {
      type: 'error',
      code: 'conversation_already_has_active_response',
      message: '',
      fatal: null,
      busy: true,
    });
    call.at(2400).hears(audio('r2', 500)).at(2600).hears(done('r2'));
    call.at(3000).answers('r3', 500).at(9000).input(CLOSED);
    expect(acts(call)).toEqual(['2250 c1: lookup done', '2250 respond', '2600 respond']);
    expect(call.turns[0]?.tools?.[0]?.heardMs).toBe(3040);
    expect(call.record?.outcome).toBe('completed');
  });
});

describe('a result that is late', () => {
  it('comes after the agent has gone on without it', () => {
    const call = heard([tool('longer', 2000)]).at(1950);
    call.hears(created('r1'), toolCall('r1', 'c1', 'longer'), done('r1'));
    call.at(2500).answers('r2', 500).at(5000).answers('r3', 500).at(12_000).input(CLOSED);
    expect(call.turns[0]?.tools).toMatchObject([{ answeredMs: 3950, late: true }]);
  });

  it('is none that comes while the answer that has called is still heard', () => {
    const call = heard([tool('longer', 2000)]).at(1950);
    call.hears(created('r1'), audio('r1', 1500), toolCall('r1', 'c1', 'longer'), done('r1'));
    call.at(4500).answers('r2', 500).at(12_000).input(CLOSED);
    expect(call.turns[0]?.tools).toMatchObject([{ answeredMs: 3950, heardMs: 4540 }]);
    expect(call.turns[0]?.tools?.[0]).not.toHaveProperty('late');
  });
});

describe('a question that is spoken over', () => {
  const interrupt = {
    op: 'interrupt',
    afterMs: 500,
    deadlineMs: 3000,
    speech: [{ utterance: 'wait' }],
    onTimeout: 'fail',
  } as const;
  const steps = [SAY_HELLO, interrupt, LISTEN];

  it('still gets its results, and nobody asks for an answer to it', () => {
    const call = heard([tool('longer', 2000)], steps).at(1950);
    call.hears(created('r1'), audio('r1', 3000), toolCall('r1', 'c1', 'longer'), done('r1'));
    call.at(2650).hears({ type: 'speech_started', itemId: 'u2' });
    call.at(3300).hears({ type: 'speech_stopped', itemId: 'u2' }, { type: 'committed', itemId: 'u2' });
    call.at(3500).answers('r2', 2000).at(12_000).input(CLOSED);
    expect(acts(call)).toEqual(['3950 c1: longer done']);
    expect(call.turns[0]).toMatchObject({ kind: 'say', outcome: 'interrupted' });
    expect(call.turns[0]?.tools).toMatchObject([
      { outcome: 'result', answeredMs: 3950, heardMs: null, late: true },
    ]);
    expect(call.turns[1]).toMatchObject({ kind: 'interrupt', outcome: 'answered', tools: [] });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 5540 });
  });

  it('is so by a call that comes only after the interruption, too', () => {
    const call = heard([lookup], steps).at(1950).hears(created('r1'), audio('r1', 3000));
    call.at(2650).hears({ type: 'speech_started', itemId: 'u2' });
    call.hears(toolCall('r1', 'c1', 'lookup'), done('r1', 'cancelled', 'turn_detected'));
    call.at(3300).hears({ type: 'speech_stopped', itemId: 'u2' }, { type: 'committed', itemId: 'u2' });
    call.at(3500).answers('r2', 500).at(12_000).input(CLOSED);
    expect(acts(call)).toEqual(['2950 c1: lookup done']);
    expect(call.turns[0]?.tools).toMatchObject([
      { callId: 'c1', answeredMs: 2950, heardMs: null, late: true },
    ]);
  });

  it('is so by hand where the server does not listen for speech', () => {
    const call = new RehearsedCall(
      smallPlan(steps, {
        tools: [tool('longer', 2000)],
        target: { session: { format: 'pcm16', turnDetection: null } },
      }),
    ).connected();
    call.at(1960).hears(created('r1'), audio('r1', 4000), toolCall('r1', 'c1', 'longer'), done('r1'));
    call.at(3500).answers('r2', 2000).at(12_000).input(CLOSED);
    // One to "hello", said a frame after the key was pushed; one to "wait".
    expect(acts(call)).toEqual(['1320 respond', '2920 respond', '3960 c1: longer done']);
    expect(call.turns[0]?.tools).toMatchObject([{ answeredMs: 3960, heardMs: null, late: true }]);
  });

  it('is told how much was heard of what was said before the tool was asked, and of what was said after', () => {
    const call = heard([lookup], [SAY_HELLO, interrupt, LISTEN]).at(1950);
    call.hears(created('r1'), audio('r1', 1500), toolCall('r1', 'c1', 'lookup'), done('r1'));
    // All of it has come; of the 1,500 ms from 1990 on, 660 are heard by 2650.
    call.at(2300).answers('r2', 2000).at(2650).hears({ type: 'speech_started', itemId: 'u2' });
    expect(call.commands('truncate')).toEqual([
      { type: 'truncate', itemId: 'item-r1', heardMs: 660 },
      { type: 'truncate', itemId: 'item-r2', heardMs: 0 },
    ]);
    call.at(3500).answers('r3', 500).at(12_000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ heardMs: 660, answerAudioMs: 3500 });
    // Thrown away before its first sample was heard.
    expect(call.turns[0]?.tools?.[0]?.heardMs).toBeNull();
  });
});

describe('the end of a call', () => {
  it('comes before the result, which is then never sent', () => {
    const steps = [SAY_HELLO, { op: 'silence', durationMs: 1500 }, { op: 'hangup' }] as const;
    const call = heard([tool('slower', 9000)], steps).at(1950);
    call
      .hears(created('r1'), toolCall('r1', 'c1', 'slower'), done('r1'))
      .at(20_000)
      .input(CLOSED);
    expect(acts(call)).toEqual([]);
    expect(call.turns.flatMap(({ tools }) => tools ?? [])).toMatchObject([
      { outcome: 'result', answeredMs: null, heardMs: null },
    ]);
    expect(call.record).toMatchObject({ outcome: 'completed' });
  });
});

describe('a tool’s alarm', () => {
  it('does not hurry a caller who is about to speak', () => {
    const impatient = { op: 'listen', deadlineMs: 900, onTimeout: 'continue' } as const;
    const plan = smallPlan([SAY_HELLO, impatient, SAY_HELLO, LISTEN], { tools: [lookup] });
    const call = new RehearsedCall(plan).connected();
    // Given up at 1970; to be said again after a pause, from 2220 on. The result is due at 2050.
    call
      .at(1750)
      .hears(created('r1'), toolCall('r1', 'c1', 'lookup'), done('r1'))
      .at(3000);
    const spoken = call.frames.filter(({ message }) => message === 1);
    expect(spoken.map(({ atMs }) => atMs)).toEqual([320, 2220]);
    expect(acts(call)).toEqual(['2050 c1: lookup done', '2050 respond']);
  });
});

describe('whatever an agent calls, and when', () => {
  type Step = { readonly op: string; readonly tool?: number; readonly ms?: number };
  const wait = fc.record({ op: fc.constant('wait'), ms: fc.integer({ min: 1, max: 900 }) });
  const call = fc.record({ op: fc.constant('call'), tool: fc.integer({ min: 0, max: 4 }) });
  const say: Step = { op: 'say' };
  /** A whole response: what it says, what it calls and how long it takes. */
  const response = fc
    .array(fc.oneof(call, wait, fc.constant(say)), { maxLength: 5 })
    .map((within): Step[] => [{ op: 'begin' }, ...within, { op: 'end' }]);
  const lone = fc
    .oneof(wait, call, fc.record({ op: fc.constantFrom('begin', 'end', 'say', 'speech', 'commit', 'busy') }))
    .map((step): Step[] => [step]);
  const story = fc
    .array(fc.oneof({ weight: 3, arbitrary: response }, { weight: 2, arbitrary: lone }), { maxLength: 15 })
    .map((parts) => parts.flat());
  const tools = [lookup, slow, failing, hanging];
  const names = [...tools.map(({ name }) => name), 'nonsense'];

  /** No time passes from a result to what is made of it, and that follows on what is being heard: no latency, and so be it. */
  const seamless: Step[] = [
    { op: 'begin' },
    { op: 'say' },
    { op: 'end' },
    { op: 'begin' },
    { op: 'wait', ms: 140 },
    { op: 'call', tool: 4 },
    { op: 'end' },
    { op: 'begin' },
    { op: 'say' },
    { op: 'call', tool: 0 },
    { op: 'end' },
  ];

  interface Story {
    readonly call: RehearsedCall;
    readonly called: readonly string[];
    readonly hung: ReadonlySet<string>;
    /** Answers asked for while one was being made or owed. */
    readonly rude: number;
    readonly responsesWithCalls: number;
    readonly refusals: number;
  }

  function play(
    steps: readonly { readonly op: string; readonly tool?: number; readonly ms?: number }[],
  ): Story {
    // No answer here is given up for lost: that one may be asked for beside it is another story.
    const limits = { quietMs: 60_000 };
    const plan = smallPlan([SAY_HELLO, { ...LISTEN, deadlineMs: 50_000 }], { tools, limits });
    const call = new RehearsedCall(plan).connected().at(1900);
    const called: string[] = [];
    const hung = new Set<string>();
    const withCalls = new Set<string>();
    let active: string | null = null;
    let owed = false;
    let responses = 0;
    let refusals = 0;
    let rude = 0;
    const watched = (act: () => void): void => {
      const before = call.commands('respond').length;
      const busy = active !== null || owed;
      act();
      if (busy && call.commands('respond').length > before) rude++;
    };
    for (const { op, tool: index = 0, ms = 0 } of steps) {
      if (op === 'begin' && active === null) {
        active = `r${++responses}`;
        owed = false;
        call.hears(created(active));
      } else if (op === 'end' && active !== null) {
        const ended = active;
        active = null;
        owed = false;
        watched(() => call.hears(done(ended)));
      } else if (op === 'say' && active !== null) call.hears(audio(active, 100));
      else if (op === 'call' && active !== null) {
        const callId = `c${called.length}`;
        const name = names[index] ?? '';
        called.push(callId);
        if (name === 'hanging') hung.add(callId);
        withCalls.add(active);
        watched(() => call.hears(toolCall(active, callId, name)));
      } else if (op === 'speech') call.hears({ type: 'speech_started', itemId: 'u' });
      else if (op === 'commit') {
        owed = true;
        call.hears({ type: 'speech_stopped', itemId: 'u' }, { type: 'committed', itemId: 'u' });
      } else if (op === 'busy') {
        refusals++;
        call.hears({ type: 'error', code: 'busy', message: '', fatal: null, busy: true });
      } else if (op === 'wait') watched(() => call.at(call.nowMs + ms));
    }
    // Long enough for every result, too short for the call to end.
    watched(() => call.at(call.nowMs + 800));
    return { call, called, hung, rude, responsesWithCalls: withCalls.size, refusals };
  }

  it('gives each call its one result, asks once for a response’s calls at most, and interrupts nobody', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { call, called, hung, rude, responsesWithCalls, refusals } = play(steps);
        fc.pre(call.record === null && !call.effects.some(({ type }) => type === 'close'));
        const answered = call.sent.flatMap(({ command }) =>
          command.type === 'tool_result' ? [command.callId] : [],
        );
        expect([...answered].sort()).toEqual(called.filter((callId) => !hung.has(callId)).sort());
        expect(rude).toBe(0);
        expect(call.commands('respond').length).toBeLessThanOrEqual(responsesWithCalls + refusals);
        call.input({ type: 'stop', failure: 'interrupted' }).input(CLOSED);
        const logged = call.turns.flatMap(({ tools: made }) => made ?? []);
        expect(logged.map(({ callId }) => callId).sort()).toEqual([...called].sort());
        const tooSoon = logged.filter(
          ({ calledMs, answeredMs, heardMs }) =>
            (answeredMs ?? calledMs) < calledMs || (heardMs !== null && heardMs < (answeredMs ?? Infinity)),
        );
        expect(tooSoon).toEqual([]);
      }),
      { numRuns: 250, examples: [[seamless]] },
    );
  });

  it('goes the same way again', () => {
    fc.assert(
      fc.property(story, (steps) => {
        expect(play(steps).call.effects).toEqual(play(steps).call.effects);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the desk, at which nobody speaks', () => {
  const callOf = (callId: string, name = 'lookup', written = '{}'): ToolCall => ({
    type: 'tool_call',
    responseId: 'r1',
    callId,
    name,
    arguments: written,
  });

  class Desk {
    readonly answers = new Answers(-50);
    readonly acts: string[] = [];
    readonly turn = Desk.turn(0);
    readonly desk: ToolDesk;

    constructor(tools: readonly PlanTool[] | null = [lookup, slow, hanging]) {
      const plan = smallPlan([SAY_HELLO, LISTEN], tools === null ? {} : { tools });
      const keep = (effect: Effect): void => {
        if (effect.type !== 'send') return;
        const { command } = effect;
        if (command.type === 'tool_result') this.acts.push(command.callId);
        else this.acts.push(command.type);
      };
      this.desk = new ToolDesk(plan, 0, this.answers, null, keep);
    }

    static turn(index: number): Turn {
      return new Turn({
        turn: index,
        step: 0,
        kind: 'say',
        expectsAnswer: true,
        utterance: null,
        atMs: 0,
        firstFrame: 0,
        frameMs: 100,
      });
    }

    calls(atMs: number, callId: string, name = 'lookup', turn = this.turn): this {
      this.desk.called(callOf(callId, name), null, turn, false, atMs);
      return this;
    }
  }

  it('keeps of a call what is of use to people, and says how much there was', () => {
    const { desk, turn } = new Desk();
    desk.called(callOf('c1', 'n'.repeat(200), 'a'.repeat(20_000)), null, turn, false, 0);
    desk.called(callOf('c2', 'n'.repeat(201), 'a'.repeat(20_001)), null, turn, false, 0);
    expect(turn.tools.map(({ name, arguments: written }) => [name, written])).toEqual([
      ['n'.repeat(200), 'a'.repeat(20_000)],
      [
        `${'n'.repeat(200)}… (cut: 201 characters in all)`,
        `${'a'.repeat(20_000)}… (cut: 20001 characters in all)`,
      ],
    ]);
  });

  it('knows the calls that it was told of', () => {
    const { desk } = new Desk().calls(0, 'c1');
    expect([desk.knows('c1'), desk.knows('c2')]).toEqual([true, false]);
  });

  it('wakes for the result that is due first, and gives each when it is due', () => {
    const at = new Desk().calls(1000, 'c1', 'slow').calls(1000, 'c2', 'lookup');
    expect(at.desk.wakeMs).toBe(1300);
    at.desk.work(1299);
    expect(at.acts).toEqual([]);
    at.desk.work(1300);
    // No response is known that made them: each is an errand of its own.
    expect(at.acts).toEqual(['c2', 'respond']);
    expect(at.desk.wakeMs).toBe(1700);
    at.desk.work(1700);
    expect(at.acts).toEqual(['c2', 'respond', 'c1']);
    expect(at.desk.wakeMs).toBe(Infinity);
  });

  it('asks for the next answer once the one that it asked for is heard, and is idle after that', () => {
    const at = new Desk().calls(1000, 'c1', 'slow').calls(1000, 'c2', 'lookup');
    at.desk.work(1300);
    at.desk.work(1700);
    const first = at.answers.begin('r2', '', at.turn);
    expect(at.desk.awaited(first)).toBe(true);
    at.desk.heard(first, 1800);
    at.answers.end(first);
    // The end of the other was waited for from 1750 on, and never told.
    at.desk.work(1900, 1750);
    expect(at.acts.slice(3)).toEqual(['respond']);
    expect(at.turn.tools).toMatchObject([
      { callId: 'c1', answeredMs: 1700, heldMs: 150, heardMs: null },
      { callId: 'c2', answeredMs: 1300, heardMs: 1800 },
    ]);
    expect(at.turn.tools[1]).not.toHaveProperty('heldMs');
    const second = at.answers.begin('r3', '', at.turn);
    at.desk.heard(second, 2000);
    at.answers.end(second);
    at.desk.work(2100);
    expect(at.turn.tools[0]?.heardMs).toBe(2000);
    expect(at.desk.busy).toBe(false);
  });

  it('says since when a turn waits: for ever while a result is out, and from the asking on', () => {
    const at = new Desk();
    const other = Desk.turn(1);
    expect(at.desk.waitsSinceMs(at.turn)).toBeNull();
    at.calls(1000, 'c1');
    expect([at.desk.waitsSinceMs(at.turn), at.desk.waitsSinceMs(other)]).toEqual([Infinity, null]);
    expect([at.desk.owes(at.turn), at.desk.owes(other), at.desk.awaitsAnswer(at.turn)]).toEqual([
      true,
      false,
      false,
    ]);
    at.desk.work(1300);
    expect(at.desk.waitsSinceMs(at.turn)).toBe(1300);
    expect([at.desk.owes(at.turn), at.desk.awaitsAnswer(at.turn), at.desk.awaitsAnswer(other)]).toEqual([
      false,
      true,
      false,
    ]);
    at.answers.begin('r2', '', at.turn);
    expect(at.desk.awaitsAnswer(at.turn)).toBe(false);
    at.desk.spoke();
    expect(at.desk.waitsSinceMs(at.turn)).toBeNull();
  });

  it('waits from the call on where no result ever comes, and asks for nothing', () => {
    const at = new Desk().calls(1000, 'c1', 'hanging');
    expect(at.desk.waitsSinceMs(at.turn)).toBe(1000);
    expect([at.desk.owes(at.turn), at.desk.awaitsAnswer(at.turn), at.desk.heldUp]).toEqual([
      false,
      false,
      false,
    ]);
    at.desk.refused();
    at.desk.work(9000);
    expect(at.acts).toEqual([]);
  });

  it('asks again where it was refused', () => {
    const at = new Desk().calls(1000, 'c1');
    at.desk.work(1300);
    at.desk.refused();
    expect(at.desk.waitsSinceMs(at.turn)).toBe(Infinity);
    at.desk.work(1400);
    expect(at.acts).toEqual(['c1', 'respond', 'respond']);
  });

  it('gives a result late from the instant on at which the caller said something else', () => {
    const late = (passedMs: number): boolean | undefined => {
      const at = new Desk().calls(1000, 'c1');
      at.desk.passed(passedMs);
      at.desk.passed(5000);
      at.desk.work(1300);
      return at.turn.tools[0]?.late;
    };
    expect([late(1299), late(1300), late(1301)]).toEqual([true, true, undefined]);
  });

  it('is held up only by an answer that is listened to, with all its results given', () => {
    const at = new Desk();
    const made = at.answers.begin('r1', '', at.turn);
    expect(at.desk.heldUp).toBe(false);
    at.desk.called(callOf('c1'), made, at.turn, false, 1000);
    expect(at.desk.heldUp).toBe(false);
    at.desk.work(1300);
    expect(at.acts).toEqual(['c1']);
    expect(at.desk.heldUp).toBe(true);
    at.answers.mute();
    expect(at.desk.heldUp).toBe(false);
  });

  it('gives nothing while there is no session, and what is due once there is, from then on', () => {
    const at = new Desk().calls(1000, 'c1');
    at.desk.suspend();
    expect(at.desk.wakeMs).toBe(Infinity);
    at.desk.work(1400);
    expect(at.acts).toEqual([]);
    at.desk.resume(2000);
    expect(at.acts).toEqual(['c1']);
    expect(at.turn.tools[0]?.answeredMs).toBe(2000);
    expect(at.desk.busy).toBe(false);
  });

  it('asks again for what a turn goes without, whether or not a tool was called in it', () => {
    const called = new Desk().calls(1000, 'c1');
    called.desk.work(1300);
    called.desk.suspend();
    called.desk.wantAgain(called.turn);
    called.desk.resume(2000);
    expect(called.acts).toEqual(['c1', 'respond', 'respond']);

    const uncalled = new Desk();
    uncalled.desk.wantAgain(uncalled.turn);
    expect(uncalled.desk.busy).toBe(true);
    uncalled.desk.work(500);
    expect(uncalled.acts).toEqual(['respond']);
    expect(uncalled.desk.waitsSinceMs(uncalled.turn)).toBe(500);
  });

  it('takes back only those calls that are named, and have no result', () => {
    const at = new Desk().calls(1000, 'c1').calls(1000, 'c2', 'slow').calls(1000, 'c3', 'slow');
    at.desk.work(1300);
    at.desk.cancelled(['c1', 'c2', 'unknown'], 1400);
    expect(at.turn.tools.map(({ callId, cancelledMs }) => [callId, cancelledMs])).toEqual([
      ['c1', undefined],
      ['c2', 1400],
      ['c3', undefined],
    ]);
    at.desk.work(1700);
    expect(at.acts).toEqual(['c1', 'respond', 'c3']);
  });

  it('forgets all that it was at where the session that asked for it is gone', () => {
    const at = new Desk().calls(1000, 'c1');
    at.desk.abandon();
    expect([at.desk.busy, at.desk.wakeMs]).toEqual([false, Infinity]);
    at.desk.work(1300);
    expect(at.acts).toEqual([]);
    expect(at.desk.knows('c1')).toBe(true);
  });

  it('answers at once where there are no tools', () => {
    const at = new Desk(null).calls(1000, 'c1');
    expect(at.acts).toEqual(['c1', 'respond']);
    expect(at.turn.tools).toMatchObject([{ outcome: 'unknown', answeredMs: 1000 }]);
  });
});
