/** Every family by a turn or a call that is as small as can be: what it gives, where it gives nothing, and its edges. */

import { describe, expect, it } from 'vitest';
import type { MetricName } from '../../../src/core/log/metric.ts';
import type { BargeIn, CallRecord, ToolRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { accountOf } from '../../../src/report/account.ts';
import { bill } from '../billed.ts';
import { measuresOfRates, measuresOfValues } from '../../../src/report/metric/registry.ts';
import { measure } from '../../../src/report/samples.ts';
import { answered, call, judgement, lostBefore, turn, usage, type TurnFields } from '../log_builder.ts';

/** With the values as lists, which is how they are compared. */
const measured = (...given: Parameters<typeof measure>) => {
  const { values, rates, missing } = measure(...given);
  return { rates, missing, values: new Map([...values].map(([name, these]) => [name, [...these]])) };
};
const samplesOf = (record: CallRecord | null, turns: readonly TurnRecord[]) => {
  const calls = [accountOf(record ?? undefined, turns, 0)];
  return measured(calls, bill(calls, judgement).calls);
};
const ofTurn = (name: MetricName, fields: TurnFields) =>
  samplesOf(null, [turn(fields)]).values.get(name) ?? [];
const rateOfTurn = (name: MetricName, fields: TurnFields) => samplesOf(null, [turn(fields)]).rates.get(name);
const ofCall = (name: MetricName, fields: Partial<CallRecord>, ...turns: TurnRecord[]) =>
  samplesOf(call(fields), turns).values.get(name) ?? [];

const spoken = { speechStart: 1000, speechEnd: 2000 };
const whole = {
  ...spoken,
  speechEndDue: 2065,
  speechStoppedEvent: 2310,
  committed: 2310,
  transcribed: 2500,
  answerCreated: 2320,
  firstContent: 2420,
  firstAudio: 2440,
  firstPlayed: 2500,
  firstHeard: 2580,
};
const tool: ToolRecord = {
  name: 'lookup',
  callId: 'call_1',
  arguments: '{}',
  calledMs: 2100,
  outcome: 'result',
  answeredMs: 2300,
  heardMs: 2900,
};

describe('response_latency and its parts', () => {
  const parts = [
    'packetization',
    'vad_delay',
    'llm_delay',
    'tts_delay',
    'network_down',
    'playback_delay',
    'lead_in',
    'unattributed',
  ] as const;

  it('are of a turn whose answer was due', () => {
    const { values } = samplesOf(null, [turn({ marks: whole, rttMs: 20 })]);
    expect(values.get('response_latency')).toEqual([580]);
    expect(parts.map((name) => values.get(name))).toEqual([[65], [235], [100], [20], [10], [60], [80], [10]]);
    expect(values.get('time_to_first_audio')).toEqual([440]);
    expect(values.get('network_up')).toEqual([10]);
  });

  it.each([
    ['asked for nothing', { expectsAnswer: false }],
    ['called a tool', { tools: [tool] }],
    ['was a greeting', { kind: 'greeting' }],
    ['was a silence', { kind: 'silence' }],
  ] as const)('are of no turn that %s, but for the network', (_, fields) => {
    const { values } = samplesOf(null, [turn({ marks: whole, rttMs: 20, ...fields })]);
    const own = [
      'response_latency',
      'time_to_first_audio',
      ...parts.filter((part) => part !== 'network_down'),
    ] as const;
    expect(own.filter((name) => values.has(name))).toEqual([]);
    expect(values.get('network_up')).toEqual([10]);
    expect(values.get('network_down')).toEqual([10]);
  });
});

describe('tools', () => {
  it('have a response latency of their own, and one from the last result', () => {
    expect(ofTurn('tool_response_latency', { marks: whole, tools: [tool] })).toEqual([580]);
    expect(ofTurn('tool_response_latency', { marks: whole, tools: [] })).toEqual([]);
    expect(ofTurn('tool_response_latency', { marks: whole, tools: [tool], expectsAnswer: false })).toEqual(
      [],
    );
    expect(ofTurn('tool_answer_latency', { tools: [tool, { ...tool, answeredMs: 2350 }] })).toEqual([550]);
    // What the harness waited for an end that was never told is no time of the agent's.
    expect(ofTurn('tool_answer_latency', { tools: [{ ...tool, heldMs: 450 }] })).toEqual([150]);
  });

  it('are counted by call, and not at all where the log knows of none', () => {
    const known = turn({ tools: [tool, tool, { ...tool, outcome: 'unknown' }] });
    expect(ofCall('tool_calls', {}, known, turn({ tools: [] }))).toEqual([3]);
    expect(ofCall('unknown_tool_calls', {}, known)).toEqual([1]);
    expect(ofCall('tool_calls', {}, turn({ tools: [] }))).toEqual([0]);
    expect(ofCall('tool_calls', {}, turn({}))).toEqual([]);
    expect(ofCall('unknown_tool_calls', {}, turn({}))).toEqual([]);
    expect(rateOfTurn('tool_error_rate', { tools: [tool, tool, { ...tool, outcome: 'error' }] })).toEqual({
      count: 1,
      of: 3,
    });
    expect(rateOfTurn('tool_error_rate', { tools: [] })).toBeUndefined();
  });
});

describe('turn-taking', () => {
  const spokenOver = (stoppedMs: number | null): BargeIn => ({ atMs: 3000, stoppedMs });

  it('has the time to the agent’s silence, and who gave way', () => {
    expect(ofTurn('barge_in_stop', { bargeIn: spokenOver(3400) })).toEqual([400]);
    expect(ofTurn('barge_in_stop', { bargeIn: spokenOver(3000) })).toEqual([0]);
    expect(ofTurn('barge_in_stop', {})).toEqual([]);
    expect(rateOfTurn('yield_rate', { bargeIn: spokenOver(5000) })).toEqual({ count: 1, of: 1 });
    expect(rateOfTurn('yield_rate', { bargeIn: spokenOver(5001) })).toEqual({ count: 0, of: 1 });
    expect(rateOfTurn('yield_rate', { bargeIn: spokenOver(null), marks: { lastHeard: 9000 } })).toEqual({
      count: 0,
      of: 1,
    });
    // Over by itself: nobody can tell.
    expect(
      rateOfTurn('yield_rate', { bargeIn: spokenOver(null), marks: { lastHeard: 5000 } }),
    ).toBeUndefined();
    expect(
      rateOfTurn('false_yield_rate', {
        backchannels: [spokenOver(4000), spokenOver(4001), spokenOver(null)],
      }),
    ).toEqual({
      count: 1,
      of: 3,
    });
  });

  it('counts utterances that were talked over, not silences', () => {
    const over = { agentInterrupted: true } as const;
    expect(rateOfTurn('agent_interruption_rate', over)).toEqual({ count: 1, of: 1 });
    expect(rateOfTurn('agent_interruption_rate', {})).toEqual({ count: 0, of: 1 });
    expect(rateOfTurn('agent_interruption_rate', { ...over, kind: 'silence' })).toBeUndefined();
    expect(rateOfTurn('agent_interruption_rate', { ...over, kind: 'interrupt' })).toEqual({
      count: 1,
      of: 1,
    });
  });

  it('counts as answered what was heard in time, however it ended', () => {
    const counted = (fields: TurnFields) => rateOfTurn('response_rate', fields);
    expect(counted({ outcome: 'answered' })).toEqual({ count: 1, of: 1 });
    expect(counted({ outcome: 'interrupted' })).toEqual({ count: 1, of: 1 });
    expect(counted({ outcome: 'failed', failure: 'answer_failed' })).toEqual({ count: 0, of: 1 });
    expect(counted({ outcome: 'unanswered' })).toEqual({ count: 0, of: 1 });
    expect(counted({ outcome: 'failed', failure: 'threshold' })).toBeUndefined();
    expect(counted({ outcome: 'not_expected', expectsAnswer: false })).toBeUndefined();
  });

  it('has the gaps of answers that were heard', () => {
    const gaps = { underruns: { count: 2, ms: 130 } };
    expect(ofTurn('playback_underruns', { ...gaps, answerAudioMs: 1 })).toEqual([2]);
    expect(ofTurn('playback_underrun_time', { ...gaps, answerAudioMs: 1 })).toEqual([130]);
    expect(ofTurn('playback_underruns', { ...gaps, answerAudioMs: 0 })).toEqual([]);
    expect(ofTurn('playback_underrun_time', { ...gaps, answerAudioMs: 0 })).toEqual([]);
  });

  it('has how soon a silence is broken, and how late words are written down', () => {
    expect(
      ofTurn('reprompt_time', { kind: 'silence', marks: { speechEnd: 1000, firstHeard: 9000 } }),
    ).toEqual([8000]);
    expect(ofTurn('reprompt_time', { marks: whole })).toEqual([]);
    expect(ofTurn('transcription_delay', { marks: whole })).toEqual([190]);
  });
});

describe('calls', () => {
  it('have their setup, their length and their silence', () => {
    const values = (fields: Partial<CallRecord>) =>
      (['connect_time', 'setup_time', 'call_duration', 'overlap', 'dead_air', 'dead_air_total'] as const).map(
        (name) => ofCall(name, fields)[0] ?? null,
      );
    const heard = { deadAirMs: { longest: 700, total: 900 }, overlapMs: 40 };
    expect(values({ scheduledMs: 2, ...heard })).toEqual([4, 8, 10_000, 40, 700, 900]);
    expect(values({ readyMs: null, ...heard })).toEqual([4, null, null, null, null, null]);
    expect(values({ connectedMs: null, readyMs: null, ...heard })).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(values({ outcome: 'blocked', ...heard })).toEqual([null, null, null, null, null, null]);
    expect(values({ outcome: 'not_started', ...heard })).toEqual([null, null, null, null, null, null]);
    // A worker's clock that was set between the two: no time is negative.
    expect(values({ connectedMs: 0, readyMs: 10, endedMs: 9, ...heard })[0]).toBe(0);
    expect(values({ readyMs: 10, endedMs: 9, ...heard })[2]).toBe(0);
  });

  it('have the greeting, from the session on', () => {
    const hello = turn({ kind: 'greeting', marks: { firstHeard: 310 } });
    expect(ofCall('greeting_latency', { readyMs: 10 }, hello)).toEqual([300]);
    expect(ofCall('greeting_latency', { readyMs: null }, hello)).toEqual([]);
    expect(ofCall('greeting_latency', {}, turn({ marks: whole }))).toEqual([]);
    expect(samplesOf(null, [hello]).values.get('greeting_latency')).toBeUndefined();
  });

  it('have their errors, where they were made', () => {
    const troubled = { rateLimited: 2, protocolViolations: 3 };
    expect(ofCall('rate_limited', troubled)).toEqual([2]);
    expect(ofCall('protocol_violations', { ...troubled, outcome: 'failed' })).toEqual([3]);
    expect(ofCall('rate_limited', { ...troubled, outcome: 'blocked' })).toEqual([]);
    const agentErrors = [
      { code: 'a', count: 3, message: '' },
      { code: 'b', count: 1, message: '' },
    ];
    expect(ofCall('agent_errors', { agentErrors })).toEqual([4]);
    expect(ofCall('agent_errors', { agentErrors: [] })).toEqual([0]);
    // A log from before they were counted does not say that there were none.
    expect(ofCall('agent_errors', {})).toEqual([]);
  });

  it('fail by code, of those that were started', () => {
    const calls = [
      call(),
      lostBefore({ call: 1, outcome: 'failed', failure: 'no_answer' }),
      lostBefore({ call: 2, outcome: 'failed', failure: null }),
      lostBefore({ call: 3, outcome: 'blocked' }),
      lostBefore({ call: 4, outcome: 'not_started' }),
    ].map((record) => accountOf(record, [], 0));
    const { rates } = measured(calls, []);
    expect(rates.get('error_rate')).toEqual({ count: 2, of: 3 });
    expect(rates.get('error_rate.no_answer')).toEqual({ count: 1, of: 3 });
    // Nobody knows why: that is a defect of ours.
    expect(rates.get('error_rate.engine_error')).toEqual({ count: 1, of: 3 });
    expect(rates.get('error_rate.budget')).toEqual({ count: 0, of: 3 });
    // Two ways not to be made; what never fell due could not be blocked.
    expect(rates.get('blocked_rate')).toEqual({ count: 1, of: 4 });
    expect(measured(calls, []).values.get('not_started')).toEqual([0, 0, 0, 0, 1]);
    // Those that left no trace are no fewer for it.
    const untraced = measured(calls, [], 2);
    expect(untraced.values.get('not_started')).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(untraced.missing).toEqual(measured(calls, []).missing);
    expect(untraced.rates).toEqual(measured(calls, []).rates);
  });

  it('have answers that were cut short, of those whose end was told', () => {
    const rate = (answerStatus: NonNullable<TurnRecord['answerStatus']> | null) =>
      rateOfTurn('cut_short_rate', { answerStatus });
    expect(rate('incomplete')).toEqual({ count: 1, of: 1 });
    expect(rate('completed')).toEqual({ count: 0, of: 1 });
    expect(rate('cancelled')).toEqual({ count: 0, of: 1 });
    expect(rate(null)).toBeUndefined();
    expect(rateOfTurn('cut_short_rate', {})).toBeUndefined();
  });

  it('have turns that went wrong', () => {
    expect(rateOfTurn('turn_error_rate', { outcome: 'failed' })).toEqual({ count: 1, of: 1 });
    expect(rateOfTurn('turn_error_rate', { outcome: 'unanswered' })).toEqual({ count: 1, of: 1 });
    expect(rateOfTurn('turn_error_rate', { outcome: 'interrupted' })).toEqual({ count: 0, of: 1 });
  });

  it('have what they used, cost and wasted', () => {
    const used = usage({
      textIn: 10,
      audioIn: 90,
      textCached: 5,
      audioCached: 20,
      textOut: 3,
      audioOut: 1000,
    });
    const { values, rates } = samplesOf(
      call({ readyMs: 0, endedMs: 30_000, usage: used, audioReceivedMs: 5000, heardMs: 3000 }),
      [turn({ usage: usage({ audioOut: 1000 }) }), turn({ usage: null })],
    );
    expect(values.get('tokens.text_in')).toEqual([10]);
    expect(values.get('tokens.audio_in')).toEqual([90]);
    expect(values.get('tokens.image_in')).toEqual([0]);
    expect(values.get('tokens.text_cached')).toEqual([5]);
    expect(values.get('tokens.audio_cached')).toEqual([20]);
    expect(values.get('tokens.image_cached')).toEqual([0]);
    expect(values.get('tokens.text_out')).toEqual([3]);
    expect(values.get('tokens.audio_out')).toEqual([1000]);
    expect(rates.get('cache_hit_rate')).toEqual({ count: 25, of: 100 });
    const [perCall = 0] = values.get('cost_per_call') ?? [];
    expect(values.get('cost_per_minute')?.[0]).toBeCloseTo(perCall * 2, 12);
    expect(values.get('cost_per_turn')).toEqual([0.064]);
    expect(values.get('wasted_audio')).toEqual([2]);
    expect(values.get('wasted_audio_cost')?.[0]).toBeGreaterThan(0);
  });

  it('cost nothing by the minute where they had none, and nothing is known without prices', () => {
    expect(ofCall('cost_per_minute', { readyMs: 10, endedMs: 10 })).toEqual([]);
    const calls = [accountOf(call({ usage: usage({ audioOut: 1000 }) }), [answered(0, 0, 300)], 0)];
    const { values } = measured(
      calls,
      bill(calls, { ...judgement, pricing: { model: 'house-model' } }).calls,
    );
    expect(values.get('cost_per_call')).toBeUndefined();
    expect(values.get('cost_per_minute')).toBeUndefined();
    expect(values.get('wasted_audio_cost')).toBeUndefined();
    expect(values.get('tokens.audio_out')).toEqual([1000]);
  });
});

describe('what is told where nothing was measured', () => {
  it('is the headline, and how much of nothing failed', () => {
    const { rates, values, missing } = measured([], []);
    expect([...values, ...missing]).toEqual([]);
    const always = measuresOfRates.filter(([, measures]) => measures.always).map(([name]) => name);
    expect([...rates.keys()].sort()).toEqual([...always].sort());
    expect(new Set([...rates.values()].map(({ count, of }) => `${count} of ${of}`))).toEqual(
      new Set(['0 of 0']),
    );
    expect(measuresOfValues.filter(([, { always: told }]) => told).map(([name]) => name)).toEqual([
      'response_latency',
    ]);
  });
});

describe('signs of trouble', () => {
  it.each([
    ['response_rate', 0.99, 0.9899],
    ['error_rate', 0.01, 0.0101],
    ['agent_interruption_rate', 0.05, 0.0501],
    ['yield_rate', 0.95, 0.9499],
    ['false_yield_rate', 0.1, 0.1001],
    ['cut_short_rate', 0, 0.0001],
  ] as const)('of %s begin beyond %d', (name, fine, bad) => {
    const isBad = measuresOfRates.find(([rate]) => rate === name)?.[1].isBad;
    expect([isBad?.(fine), isBad?.(bad)]).toEqual([false, true]);
  });
});

describe('lost connections', () => {
  const back = { lostMs: 5000, readyMs: 6200, tries: 2, replayedItems: 3 };
  const never = { lostMs: 9000, readyMs: null, tries: 5, replayedItems: 0 };
  const names = ['reconnect_time', 'turns_lost', 'replay_tokens', 'replay_cost'] as const;

  it('are nothing of a call that lost none', () => {
    const { values, rates } = samplesOf(call({}), [turn({ failure: 'connection_lost', outcome: 'failed' })]);
    expect(names.flatMap((name) => values.get(name) ?? [])).toEqual([]);
    expect(rates.get('reconnect_rate')?.of ?? 0).toBe(0);
  });

  it('take until there is a session again', () => {
    expect(ofCall('reconnect_time', { reconnects: [back, { ...back, readyMs: 5400 }, never] })).toEqual([
      1200, 400,
    ]);
  });

  it('cost the turns that went with them', () => {
    const lost = { outcome: 'failed', failure: 'disconnected' } as const;
    const turns = [
      turn(lost),
      turn({ ...lost, failure: 'connection_lost' }),
      turn({}),
      turn({ ...lost, failure: 'no_answer' }),
    ];
    expect(ofCall('turns_lost', { reconnects: [back] }, ...turns)).toEqual([2]);
    expect(ofCall('turns_lost', { reconnects: [back] }, turn({}))).toEqual([0]);
  });

  it('are come back from, or not, by the last of them', () => {
    const rate = (fields: Partial<CallRecord>) => samplesOf(call(fields), []).rates.get('reconnect_rate');
    expect(rate({ reconnects: [back] })).toMatchObject({ count: 1, of: 1 });
    const failed = { outcome: 'failed', failure: 'connect_refused' } as const;
    expect(rate({ ...failed, reconnects: [back, never] })).toMatchObject({ count: 0, of: 1 });
    expect(rate({ ...failed, reconnects: [never, back] })).toMatchObject({ count: 1, of: 1 });
    // The script ended before.
    expect(rate({ reconnects: [never] })?.of ?? 0).toBe(0);
  });

  it('cost the input of the first answer after a replay, its output not', () => {
    const firstUsage = usage({ textIn: 1_000_000, textOut: 500, audioOut: 70_000 });
    expect(ofCall('replay_tokens', { reconnects: [{ ...back, firstUsage }] })).toEqual([1_000_000]);
    expect(ofCall('replay_cost', { reconnects: [{ ...back, firstUsage }] })).toEqual([4]);
    const nothing = { ...back, replayedItems: 0, firstUsage };
    expect(ofCall('replay_cost', { reconnects: [nothing, back] })).toEqual([]);
  });
});
