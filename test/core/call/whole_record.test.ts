/** Whole calls, and every field of what is written down of them. */

import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../src/core/log/usage.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, RehearsedCall, toolCall } from './rehearsed_call.ts';

const usage = { ...noUsage, textIn: 3, audioIn: 50, audioCached: 20, textOut: 7, audioOut: 90 };
const session = { ...smallPlan([]).target.session, transcription: { model: 'scribe' } };

describe('a call with everything in it', () => {
  const tools = [tool('look_up', 300)];
  const plan = smallPlan([SAY_HELLO, LISTEN, { op: 'silence', durationMs: 1000 }], {
    target: { session },
    tools,
  });
  const call = new RehearsedCall(plan);
  call.at(5).input({ type: 'begin' }).at(10).input({ type: 'opened' });
  call.at(15).hears({ type: 'session', sessionId: 'sess-1' }).at(20).hears({ type: 'ready' });
  call.at(200).input({ type: 'rtt', ms: 30 }).at(400).input({ type: 'rtt', ms: 10 });
  call.at(500).input({ type: 'rtt', ms: 26 });
  call.at(700).hears({ type: 'speech_started', itemId: 'u1' });
  call.at(1600).hears({ type: 'speech_stopped', itemId: 'u1' }, { type: 'committed', itemId: 'u1' });
  call.at(1700).hears({ type: 'answer_created', responseId: 'r1' });
  call.at(1750).hears({ type: 'transcribed', itemId: 'u1', text: 'Hello.', seconds: 1.5, tokens: 4 });
  call.at(1800).hears({ type: 'answer_content', responseId: 'r1', itemId: 'i1' });
  call.at(1820).hears({ type: 'answer_text', responseId: 'r1', text: 'Let me see.' });
  call.at(1850).hears({ ...audio('r1', 300), itemId: 'i1' } as ReturnType<typeof audio>);
  // Played 1890–2190: dry for 150 ms, then to 2440.
  call.at(2300).hears({ ...audio('r1', 100), itemId: 'i1' } as ReturnType<typeof audio>);
  call.at(2310).hears(toolCall('r1', 'c1', 'look_up'));
  call.at(2320).hears({
    type: 'answer_done',
    responseId: 'r1',
    status: 'completed',
    reason: null,
    rateLimited: false,
    usage,
  });
  // The result goes out at 2610.
  call.at(3000).hears({ type: 'answer_created', responseId: 'r2' });
  call.hears({ type: 'answer_text', responseId: 'r2', text: 'It is here.' }, audio('r2', 500));
  call.at(3100).hears({
    type: 'answer_done',
    responseId: 'r2',
    status: 'completed',
    reason: null,
    rateLimited: false,
    usage,
  });
  call.at(4600).input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });

  it('sends what it has to, when it has to', () => {
    expect(call.sent).toEqual([
      {
        atMs: 10,
        command: { type: 'configure', session, model: 'test-model', tools },
      },
      { atMs: 2610, command: { type: 'tool_result', callId: 'c1', output: 'look_up done' } },
      { atMs: 2610, command: { type: 'respond', to: 'tools' } },
    ]);
  });

  it('tells all of the turn', () => {
    expect(call.turns[0]).toEqual({
      type: 'turn',
      call: 0,
      turn: 0,
      step: 0,
      kind: 'say',
      caller: 'caller',
      voice: 'ada',
      said: 'hello',
      transcript: 'hello.',
      heardText: 'Let me see. It is here.',
      outcome: 'answered',
      expectsAnswer: true,
      failure: null,
      detail: null,
      marks: {
        speechStart: 300,
        speechEnd: 1070,
        speechEndDue: 1120,
        speechStartedEvent: 700,
        speechStoppedEvent: 1600,
        committed: 1600,
        transcribed: 1750,
        answerCreated: 1700,
        firstContent: 1800,
        firstAudio: 1850,
        firstPlayed: 1890,
        firstHeard: 1890,
        answerDone: 3100,
        lastHeard: 3540,
      },
      speechEndFrame: 10,
      agentInterrupted: false,
      bargeIn: null,
      backchannels: [],
      answers: 2,
      answerStatus: 'completed',
      answerReason: null,
      answerAudioMs: 900,
      heardMs: 900,
      underruns: { count: 1, ms: 150 },
      rttMs: 26,
      usage: {
        ...noUsage,
        textIn: 6,
        audioIn: 100,
        audioCached: 40,
        textOut: 14,
        audioOut: 180,
        transcriptionSeconds: 1.5,
        transcriptionTokens: 4,
      },
      tools: [
        {
          name: 'look_up',
          callId: 'c1',
          arguments: '{"order_number":"407112"}',
          calledMs: 2310,
          outcome: 'result',
          answeredMs: 2610,
          heardMs: 3040,
        },
      ],
    });
  });

  it('tells of a silence that nobody spoke into', () => {
    expect(call.turns[1]).toMatchObject({
      turn: 1,
      step: 2,
      kind: 'silence',
      said: '',
      transcript: null,
      heardText: null,
      outcome: 'not_expected',
      expectsAnswer: false,
      speechEndFrame: null,
      answers: 0,
      heardMs: 0,
      underruns: { count: 0, ms: 0 },
      usage: null,
      tools: [],
      marks: { speechStart: null, speechEnd: 3540, speechEndDue: null, firstHeard: null, lastHeard: null },
    });
    expect(call.turns).toHaveLength(2);
  });

  it('tells all of the call', () => {
    expect(call.record).toEqual({
      type: 'call',
      call: 0,
      caller: 'caller',
      voice: 'ada',
      outcome: 'completed',
      endedBy: 'caller',
      failure: null,
      detail: null,
      scheduledMs: 0,
      dialedMs: 5,
      connections: 1,
      connectedMs: 10,
      readyMs: 20,
      endedMs: 4540,
      closeCode: 1000,
      sessionId: 'sess-1',
      turns: 2,
      // Frames due at 120, 220 … 4520.
      audioSentMs: 4500,
      audioReceivedMs: 900,
      heardMs: 900,
      // 1070–1890, 2190–2340, 2440–3040; the second after that is the caller's own.
      deadAirMs: { longest: 820, total: 1570 },
      overlapMs: 0,
      usage: call.turns[0]?.usage,
      rateLimited: 0,
      protocolViolations: 0,
      rtt: { count: 3, minMs: 10, meanMs: 22 },
      agentErrors: [],
    });
  });
});

describe('a call that is stopped before its time has come', () => {
  it('was never dialled, and says so', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO]));
    call.at(40).input({ type: 'stop', failure: 'interrupted' });
    expect(call.effects.map(({ type }) => type)).toEqual(['record']);
    expect(call.record).toEqual({
      type: 'call',
      call: 0,
      caller: 'caller',
      voice: 'ada',
      outcome: 'failed',
      endedBy: null,
      failure: 'interrupted',
      detail: 'the run was stopped',
      scheduledMs: 0,
      dialedMs: null,
      connections: 0,
      connectedMs: null,
      readyMs: null,
      endedMs: 40,
      closeCode: null,
      sessionId: null,
      turns: 0,
      audioSentMs: 0,
      audioReceivedMs: 0,
      heardMs: 0,
      deadAirMs: { longest: 0, total: 0 },
      overlapMs: 0,
      usage: noUsage,
      rateLimited: 0,
      protocolViolations: 0,
      rtt: { count: 0, minMs: null, meanMs: null },
      agentErrors: [],
    });
  });
});

describe('why a call failed', () => {
  const dialling = () => new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).input({ type: 'begin' });
  const configuring = () => dialling().at(10).input({ type: 'opened' });
  const talking = () => new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
  const lost = { type: 'closed', code: 1006, reason: '', failure: null, detail: null } as const;
  const error = { type: 'error', code: 'oops', message: 'no', fatal: null } as const;

  it.each([
    ['dialling', 'connect_timeout', 'no handshake within 1000 ms', () => dialling().at(9000)],
    [
      'set up',
      'setup_timeout',
      'the session was not ready 1000 ms after it opened',
      () => configuring().at(9000),
    ],
    ['dialling, closed', 'connect_failed', 'closed with 1006', () => dialling().at(3).input(lost)],
    ['set up, closed', 'connection_lost', 'closed with 1006', () => configuring().at(20).input(lost)],
    ['set up, refused', 'agent_error', 'oops: no', () => configuring().hears(error).input(lost)],
    [
      'set up, no message',
      'agent_error',
      'oops',
      () =>
        configuring()
          .hears({ ...error, message: '' })
          .input(lost),
    ],
    [
      'talking, error before',
      'connection_lost',
      'closed with 1006, after oops: no',
      () => talking().hears(error).input(lost),
    ],
    [
      'talking, told why',
      'rate_limited',
      'closed with 1013 Rate Limit',
      () => talking().input({ ...lost, code: 1013, reason: 'Rate Limit' }),
    ],
    [
      'talking, ratelimit',
      'rate_limited',
      'closed with 1006 ratelimit',
      () => talking().input({ ...lost, reason: 'ratelimit' }),
    ],
    [
      'talking, broken',
      'engine_error',
      'out of memory',
      () => talking().at(300).input({ type: 'broken', detail: 'out of memory' }),
    ],
    [
      'waiting, broken',
      'engine_error',
      'what?',
      () => new RehearsedCall(smallPlan([SAY_HELLO])).input({ type: 'broken', detail: 'what?' }),
    ],
    ['talking, no answer', 'no_answer', null, () => talking().at(9000)],
  ] as const)('is told of one that was %s', (_when, failure, detail, play) => {
    expect(play().record).toMatchObject({ outcome: 'failed', failure, detail });
  });

  it('is the first reason, whatever comes after it', () => {
    const call = talking()
      .at(400)
      .hears({ ...error, fatal: 'agent_error' });
    call
      .at(450)
      .input({ type: 'stop', failure: 'budget' })
      .at(500)
      .input({ ...lost, failure: 'connection_lost', detail: 'later' });
    expect(call.record).toMatchObject({
      failure: 'agent_error',
      detail: 'oops: no',
      endedMs: 400,
      closeCode: 1006,
    });
  });

  it('is its limit where the deadline of the phase and the limit differ by a millisecond', () => {
    const within = (callMs: number) =>
      new RehearsedCall(smallPlan([SAY_HELLO], { limits: { callMs } })).input({ type: 'begin' }).at(9000)
        .record;
    expect(within(999)).toMatchObject({ failure: 'call_timeout', detail: 'still going on after 999 ms' });
    expect(within(1000)).toMatchObject({ failure: 'connect_timeout' });
  });

  it('closes, waits for the close as long as it may, and then cuts the connection', () => {
    const call = talking().at(400).input({ type: 'stop', failure: 'interrupted' });
    expect(call.effects.slice(-4).map(({ type }) => type)).toEqual(['record', 'hush', 'close', 'wake']);
    expect(call.effects.at(-1)).toEqual({ type: 'wake', atMs: 2400 });
    call.at(2399);
    expect(call.record).toBeNull();
    call.at(2400);
    expect(call.effects.slice(-2)).toMatchObject([{ type: 'drop' }, { type: 'record' }]);
    expect(call.record).toMatchObject({ endedMs: 400, closeCode: null });
  });

  it('cuts a connection once where a defect is met as it closes', () => {
    const call = talking().at(400).input({ type: 'stop', failure: 'interrupted' });
    call.at(410).input({ type: 'broken', detail: 'again' });
    expect(call.effects.filter(({ type }) => type === 'drop')).toHaveLength(1);
    expect(call.record).toMatchObject({
      failure: 'interrupted',
      detail: 'the run was stopped',
      endedMs: 400,
    });
    expect(call.turns).toMatchObject([
      { outcome: 'failed', failure: 'interrupted', detail: 'the run was stopped' },
    ]);
  });
});
