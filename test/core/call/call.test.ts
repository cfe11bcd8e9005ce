import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../src/core/call/event.ts';
import { latencies, repromptTime } from '../../../src/core/log/timing.ts';
import type { TurnRecord } from '../../../src/core/log/record.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, lateTone, done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;

describe('a call that goes well', () => {
  let call: RehearsedCall;
  let turn: TurnRecord | undefined;
  beforeEach(() => {
    call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    // Ready at 20, microphone at 120. Pause 200 → 220; the next frame not yet sent is due at 320: speech there.
    call.at(1900).hears({ type: 'speech_stopped', itemId: 'u1' }, { type: 'committed', itemId: 'u1' });
    call.at(1950).answers('r1', 1000);
    call.at(2600).hears({ type: 'transcribed', itemId: 'u1', text: 'hello', seconds: 1, tokens: 0 });
    call.at(6000).input(CLOSED);
    [turn] = call.turns;
  });

  it('sends the settings first and speaks on the grid of the microphone', () => {
    expect(call.sent[0]).toMatchObject({ command: { type: 'configure' }, atMs: 10 });
    expect(call.frames[0]).toEqual({ message: 0, atMs: 120 });
    const spoken = call.frames.filter(({ message }) => message !== 0);
    expect(spoken.map(({ message }) => message)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(spoken[0]?.atMs).toBe(320);
    expect(call.frames.every(({ atMs }, k) => atMs === 120 + k * 100)).toBe(true);
  });

  it('counts from when a microphone would have captured the last audible sample, on schedule', () => {
    // Audible 80–850 of a clip whose first frame is due at 320, and was filled from 220 on: frames 0 and 8.
    expect(turn?.marks).toMatchObject({ speechStart: 300, speechEnd: 1070, speechEndDue: 1120 });
    expect(turn?.speechEndFrame).toBe(10);
  });

  it('hears the answer one jitter buffer after it came', () => {
    expect(turn?.marks).toMatchObject({
      firstAudio: 1950,
      firstHeard: 1990,
      lastHeard: 2990,
      transcribed: 2600,
    });
    expect(turn).toMatchObject({
      outcome: 'answered',
      expectsAnswer: true,
      answers: 1,
      answerAudioMs: 1000,
      heardMs: 1000,
    });
    expect(turn?.usage?.transcriptionSeconds).toBe(1);
  });

  it('hangs up once the answer has been heard out, and only then', () => {
    expect(call.effects.find(({ type }) => type === 'close')).toEqual({ type: 'close', code: 1000 });
    expect(call.record).toMatchObject({
      outcome: 'completed',
      failure: null,
      endedMs: 2990,
      readyMs: 20,
      turns: 1,
    });
    // Before the first words, and after the answer, the silence is the caller's own.
    expect(call.record?.deadAirMs).toEqual({ longest: 1990 - 1070, total: 1990 - 1070 });
  });

  it('writes the turn before the call, and the call last of all', () => {
    expect(call.effects.at(-1)).toMatchObject({ type: 'record', record: { type: 'call' } });
  });
});

describe('an interruption', () => {
  const interrupt = {
    op: 'interrupt',
    afterMs: 500,
    speech: [{ utterance: 'wait' }],
    onTimeout: 'fail',
  } as const;

  function interrupted(): RehearsedCall {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, interrupt, LISTEN])).connected();
    call.at(1900).hears({ type: 'speech_stopped', itemId: 'u1' }, { type: 'committed', itemId: 'u1' });
    call.at(1960).answers('r1', 4000);
    // Heard from 2000. After 500 ms: 2500; "wait" is audible 120 ms in, 20 ms after its first frame is due: at 2520.
    return call;
  }

  it('starts to be audible at, or within a frame after, the wanted instant', () => {
    const call = interrupted().at(3000);
    const first = call.frames.find(({ message }) => message === 11);
    expect(first?.atMs).toBe(2520);
  });

  it('stops playing when the agent hears it, and says how much was heard', () => {
    const call = interrupted().at(2650).hears({ type: 'speech_started', itemId: 'u2' });
    expect(call.commands('truncate')).toEqual([{ type: 'truncate', itemId: 'item-r1', heardMs: 650 }]);
    call.at(3400).hears({ type: 'speech_stopped', itemId: 'u2' }, { type: 'committed', itemId: 'u2' });
    call.at(3500).answers('r2', 500);
    call.at(9000).input(CLOSED);
    const [first, second] = call.turns;
    expect(first).toMatchObject({ kind: 'say', outcome: 'interrupted', heardMs: 650, answerAudioMs: 4000 });
    expect(first?.bargeIn).toEqual({ atMs: 2540, stoppedMs: 2650 });
    expect(first?.marks.lastHeard).toBe(2650);
    expect(second).toMatchObject({ kind: 'interrupt', outcome: 'answered' });
    expect(second?.marks).toMatchObject({ speechStart: 2540, speechEnd: 2820, firstHeard: 3540 });
    expect(call.record?.outcome).toBe('completed');
  });

  it('stops the agent where it says so in a word of its own, whatever else it is told to do', () => {
    const session = {
      format: 'pcm16',
      turnDetection: { ...smallPlan([]).target.session.turnDetection!, interruptResponse: false },
    } as const;
    const plan = smallPlan([SAY_HELLO, interrupt, LISTEN], { target: { session } });
    const call = new RehearsedCall(plan).connected();
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 4000));
    call.at(2650).hears({ type: 'speech_started', itemId: 'u2' });
    call.at(2750).hears({ type: 'interrupted' }, audio('r1', 500), done('r1', 'cancelled'));
    call.at(3500).answers('r2', 500).at(6000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({
      outcome: 'interrupted',
      heardMs: 750,
      bargeIn: { stoppedMs: 2750 },
    });
    expect(call.turns[1]).toMatchObject({ outcome: 'answered' });
  });

  it('is over the agent until its audio ends where the agent does not yield', () => {
    const call = interrupted().at(5000);
    call.hears({ type: 'answer_text', responseId: 'r1', text: 'words' });
    call.hears({ type: 'answer_created', responseId: 'r2' }, audio('r2', 300), done('r2'));
    call.at(12_000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', heardMs: 4000 });
    expect(call.turns[0]?.bargeIn?.stoppedMs).toBeNull();
    // All of "wait", audible 120–400.
    expect(call.record?.overlapMs).toBe(280);
  });

  it('does not play what still comes of the answer it cut off', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, interrupt, LISTEN])).connected();
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1000));
    call.at(2700).hears({ type: 'speech_started', itemId: 'u2' }, audio('r1', 1000), done('r1', 'cancelled'));
    call.at(3500).answers('r2', 500);
    call.at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ answerAudioMs: 2000, heardMs: 700 });
    expect(call.turns[1]?.marks.firstHeard).toBe(3540);
  });
});

describe('a backchannel', () => {
  it('is no turn, and is noted with what the agent made of it', () => {
    const murmur = {
      op: 'backchannel',
      afterMs: 400,
      speech: [{ utterance: 'mm-hm' }],
      onTimeout: 'fail',
    } as const;
    const call = new RehearsedCall(smallPlan([SAY_HELLO, murmur, LISTEN])).connected();
    call.at(1960).answers('r1', 3000);
    call.at(9000).input(CLOSED);
    expect(call.turns).toHaveLength(1);
    expect(call.turns[0]).toMatchObject({
      outcome: 'answered',
      backchannels: [{ atMs: 2460, stoppedMs: null, as: 'backchannel', said: 'mm-hm' }],
    });
  });
});

describe('an answer that never comes', () => {
  it('fails the turn and the call at the deadline, not before', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(4069);
    expect(call.record).toBeNull();
    expect(call.effects.some(({ type }) => type === 'close')).toBe(false);
    call.at(4070).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', failure: 'no_answer' });
    expect(call.record).toMatchObject({ outcome: 'failed', failure: 'no_answer', endedMs: 4070 });
  });

  it('names the agent’s own failure when it gave one', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call
      .at(1900)
      .hears({ type: 'answer_created', responseId: 'r1' }, done('r1', 'failed', 'server_error: oops'));
    call.at(5000).input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'answer_failed', detail: 'server_error: oops' });
  });

  it('is got over where the script says so', () => {
    const call = new RehearsedCall(
      smallPlan([SAY_HELLO, { ...LISTEN, onTimeout: 'continue' }, SAY_HELLO, LISTEN]),
    ).connected();
    call.at(6000).answers('r1', 500);
    call.at(9000).input(CLOSED);
    expect(call.turns.map(({ outcome }) => outcome)).toEqual(['unanswered', 'answered']);
    expect(call.record?.outcome).toBe('completed');
  });
});

describe('an agent that talks over the caller', () => {
  it('is never a fast answer', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(700).answers('r1', 3000);
    call.at(9000).input(CLOSED);
    expect(call.turns[0]?.agentInterrupted).toBe(true);
    expect(call.turns[0]?.marks.firstHeard).toBeLessThan(call.turns[0]?.marks.speechEnd ?? 0);
  });

  const deaf = {
    format: 'pcm16',
    turnDetection: {
      type: 'server_vad',
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs: 500,
      createResponse: true,
      interruptResponse: false,
    },
  } as const;
  const listenBriefly = { op: 'listen', deadlineMs: 1000, onTimeout: 'continue' } as const;
  // "hello" is audible 300–1070; after 1 s without an answer it comes again, 2300–3070.
  const again = smallPlan([SAY_HELLO, listenBriefly, SAY_HELLO, LISTEN], { target: { session: deaf } });
  const interruptions = (call: RehearsedCall) => call.turns.map((turn) => latencies(turn).agentInterrupted);

  it('does so with a late answer to earlier words, too', () => {
    const call = new RehearsedCall(again).connected();
    call.at(1700).hears({ type: 'committed', itemId: 'u1' }, { type: 'answer_created', responseId: 'r1' });
    call.at(2900).hears(audio('r1', 200), done('r1'));
    call.at(3800).hears({ type: 'committed', itemId: 'u2' }).answers('r2', 500).at(9000).input(CLOSED);
    expect(interruptions(call)).toEqual([false, true]);
    expect(call.turns.map(({ outcome }) => outcome)).toEqual(['unanswered', 'answered']);
    expect(call.turns.map((turn) => latencies(turn).responseLatency)).toEqual([1870, 770]);
  });

  it('does not where it is stopped before a sample of it was heard', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(700).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    call.at(710).hears({ type: 'speech_started', itemId: 'u1' }, done('r1', 'cancelled'));
    call.at(1700).hears({ type: 'committed', itemId: 'u1' }).answers('r2', 500).at(9000).input(CLOSED);
    expect(interruptions(call)).toEqual([false]);
  });

  it('does not where it was heard first: the answer is one to the words before', () => {
    const sayWait = { op: 'say', speech: [{ utterance: 'wait' }] } as const;
    const plan = smallPlan([SAY_HELLO, listenBriefly, sayWait, LISTEN], { target: { session: deaf } });
    const call = new RehearsedCall(plan).connected();
    call.at(1700).hears({ type: 'committed', itemId: 'u1' });
    // The caller has decided at 2270 to speak again, and is not audible yet.
    call.at(2290).answers('r1', 500);
    call.at(3800).hears({ type: 'committed', itemId: 'u2' }).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns.map(({ marks }) => [marks.speechStart, marks.firstHeard])).toEqual([
      [300, 2330],
      [2340, 3840],
    ]);
    expect(interruptions(call)).toEqual([false, false]);
  });

  it('goes on where it falters while it is spoken over, and begins nothing', () => {
    const interrupt = {
      op: 'interrupt',
      afterMs: 500,
      speech: [{ utterance: 'hello' }],
      onTimeout: 'continue',
    } as const;
    const plan = smallPlan([SAY_HELLO, interrupt, LISTEN], { target: { session: deaf } });
    const call = new RehearsedCall(plan).connected();
    call.at(1960).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 800));
    // Heard 2000–2800, and again from 3040 on; the caller speaks from 2520 on.
    call.at(3000).hears(audio('r1', 500), done('r1')).at(4000).answers('r2', 500);
    call.at(9000).input(CLOSED);
    expect(call.turns.map(({ kind }) => kind)).toEqual(['say', 'interrupt']);
    expect(call.turns[0]?.underruns.count).toBe(1);
    expect(interruptions(call)).toEqual([false, false]);
  });

  it('adds to the turn before where it begins anew before the next words are audible', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN], { target: { session: deaf } });
    const call = new RehearsedCall(plan).connected();
    // Heard until 2490; the pause is over at 2690, and the next words begin at 2720.
    call.at(1950).answers('r1', 500).at(2700).answers('r2', 100).at(5000).answers('r3', 500);
    call.at(9000).input(CLOSED);
    expect(call.turns.map(({ kind, answers }) => [kind, answers])).toEqual([
      ['say', 2],
      ['say', 1],
    ]);
    // It had begun to be made before, and was heard over the caller all the same.
    expect(interruptions(call)).toEqual([false, true]);
  });

  it('has begun by itself where it speaks as the caller is about to say its first words', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { target: { session: deaf } })).connected();
    call.at(230).answers('r0', 400);
    call.at(1700).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns.map(({ kind, marks }) => [kind, marks.firstHeard])).toEqual([
      ['greeting', 270],
      ['say', 1740],
    ]);
    expect(interruptions(call)).toEqual([false, false]);
  });
});

describe('an answer that comes after the caller has given up on it', () => {
  const listenBriefly = { op: 'listen', deadlineMs: 1000, onTimeout: 'continue' } as const;
  const plan = smallPlan([SAY_HELLO, listenBriefly, { op: 'silence', durationMs: 5000 }]);

  it('is the late answer to the words, and no prompt into the silence', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1700).hears({ type: 'speech_stopped', itemId: 'u1' }, { type: 'committed', itemId: 'u1' });
    call.at(2600).answers('r1', 1000).at(20_000).input(CLOSED);
    const [words, silence] = call.turns;
    expect(words).toMatchObject({ outcome: 'unanswered', failure: 'no_answer' });
    expect(words && latencies(words).responseLatency).toBe(1570);
    expect(silence && repromptTime(silence)).toBeNull();
  });

  it('is so where the agent takes the words only when the silence has begun', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(2300).hears({ type: 'speech_stopped', itemId: 'u1' }, { type: 'committed', itemId: 'u1' });
    call.at(2600).answers('r1', 1000).at(20_000).input(CLOSED);
    expect(call.turns[0]?.marks).toMatchObject({
      speechStoppedEvent: 2300,
      committed: 2300,
      firstHeard: 2640,
    });
    expect(call.turns[1]).toMatchObject({ kind: 'silence', outcome: 'not_expected' });
  });

  it('leaves the silence to the prompt that follows it', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1700).hears({ type: 'committed', itemId: 'u1' });
    call.at(2600).answers('r1', 1000).at(5000).answers('r2', 500).at(20_000).input(CLOSED);
    expect(call.turns.map(({ marks }) => marks.firstHeard)).toEqual([2640, 5040]);
  });

  it('is one from what a tool gave, too', () => {
    const asking = smallPlan(plan.callers[0]?.steps ?? [], { tools: [tool('look_up', 300)] });
    const call = new RehearsedCall(asking).connected();
    call.at(1700).hears({ type: 'committed', itemId: 'u1' }, { type: 'answer_created', responseId: 'r1' });
    call.hears(toolCall('r1', 'c1', 'look_up'), done('r1'));
    // The result is out at 2000; a second later the caller gives up, and at 3500 it has kept silent for a while.
    call.at(3500).answers('r2', 500).at(20_000).input(CLOSED);
    expect(call.turns.map(({ kind, marks }) => [kind, marks.firstHeard])).toEqual([
      ['say', 3540],
      ['silence', null],
    ]);
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', tools: [{ heardMs: 3540 }] });
  });

  it('stays unanswered where that answer fails', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1700).hears({ type: 'committed', itemId: 'u1' });
    call.at(2600).hears({ type: 'answer_created', responseId: 'r1' }, done('r1', 'failed', 'oops'));
    call.at(20_000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', failure: 'no_answer' });
  });

  it('is none of those words any more once the agent has taken newer ones', () => {
    const twice = smallPlan([SAY_HELLO, listenBriefly, SAY_HELLO, LISTEN]);
    const call = new RehearsedCall(twice).connected();
    call.at(1700).hears({ type: 'committed', itemId: 'u1' });
    call.at(3800).hears({ type: 'committed', itemId: 'u2' });
    call.at(3900).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns.map(({ outcome }) => outcome)).toEqual(['unanswered', 'answered']);
  });
});

describe('silence', () => {
  it('lasts as long as it was asked to, and notes when the agent spoke into it', () => {
    const call = new RehearsedCall(
      smallPlan([SAY_HELLO, LISTEN, { op: 'silence', durationMs: 4000 }, SAY_HELLO, LISTEN]),
    ).connected();
    call.at(1960).answers('r1', 1000);
    call.at(5000).answers('r2', 500);
    call.at(9500).answers('r3', 500);
    call.at(12_000).input(CLOSED);
    const [, silence, second] = call.turns;
    expect(silence).toMatchObject({ kind: 'silence', expectsAnswer: false, outcome: 'answered' });
    expect(silence?.marks).toMatchObject({ speechEnd: 3000, firstHeard: 5040 });
    // 4 s of silence end at 7000, then a pause of 200 ms.
    expect(second?.marks.speechStart).toBe(7200);
  });
});

describe('a silence that is listened to', () => {
  const plan = smallPlan([SAY_HELLO, LISTEN, { op: 'silence', durationMs: 1000 }, LISTEN]);
  const silenceOf = (call: RehearsedCall) => call.at(20_000).input(CLOSED).turns[1];

  it('expects an answer, and is unanswered without one', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1960).answers('r1', 1000);
    expect(silenceOf(call)).toMatchObject({ kind: 'silence', expectsAnswer: true, outcome: 'unanswered' });
  });

  it('is answered by a prompt, which is no response to any words', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1960).answers('r1', 1000).at(5000).answers('r2', 500);
    const silence = silenceOf(call);
    expect(silence).toMatchObject({ expectsAnswer: true, outcome: 'answered' });
    expect(silence && latencies(silence).responseLatency).toBeNull();
    expect(silence && repromptTime(silence)).toBe(2040);
  });
});

describe('a connection that does not hold', () => {
  it('fails with what the engine knows when it never opened', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO]));
    call.input({ type: 'begin' });
    call
      .at(3)
      .input({ type: 'closed', code: 1006, reason: '', failure: 'connect_refused', detail: 'ECONNREFUSED' });
    expect(call.record).toMatchObject({
      outcome: 'failed',
      failure: 'connect_refused',
      detail: 'ECONNREFUSED',
    });
  });

  it('gives up a handshake, a set-up and a close that never end', () => {
    const handshake = new RehearsedCall(smallPlan([SAY_HELLO])).input({ type: 'begin' }).at(1000);
    expect(handshake.effects.some(({ type }) => type === 'close')).toBe(true);
    handshake.at(3000);
    expect(handshake.record).toMatchObject({ failure: 'connect_timeout', endedMs: 1000 });
    const setup = new RehearsedCall(smallPlan([SAY_HELLO]))
      .input({ type: 'begin' })
      .at(10)
      .input({ type: 'opened' });
    setup.at(5000);
    expect(setup.record).toMatchObject({ failure: 'setup_timeout', endedMs: 1010 });
    expect(setup.effects.filter(({ type }) => type === 'drop')).toHaveLength(1);
  });

  it('is lost in the middle: the turn that waited fails with it', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1500);
    call.input({ type: 'closed', code: 1006, reason: '', failure: null, detail: null });
    expect(call.turns[0]).toMatchObject({ outcome: 'failed', failure: 'connection_lost' });
    expect(call.record).toMatchObject({ failure: 'connection_lost', closeCode: 1006 });
  });

  it('is told apart from an agent that hangs up', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1500);
    call.input({ type: 'closed', code: 1000, reason: 'bye', failure: null, detail: null });
    expect(call.record).toMatchObject({ failure: 'agent_hung_up', detail: 'closed with 1000 bye' });
  });

  it.each([
    [1006, 'connection_lost'],
    [1011, 'connection_lost'],
    [1012, 'overloaded'],
    [1013, 'overloaded'],
    [1001, 'agent_hung_up'],
    [4001, 'agent_hung_up'],
  ] as const)('closed with %i is %s', (code, failure) => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1500);
    call.input({ type: 'closed', code, reason: '', failure: null, detail: null });
    expect(call.record).toMatchObject({ failure, closeCode: code });
  });

  it('ends at the call’s own limit, counted from its scheduled start', () => {
    const plan = smallPlan([SAY_HELLO, { op: 'silence', durationMs: 600_000 }]);
    const call = new RehearsedCall(plan).connected().at(60_000).input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'call_timeout', endedMs: 60_000 });
  });

  it('ends at that limit while it is still being set up, too', () => {
    const small = smallPlan([SAY_HELLO, LISTEN]);
    const plan = { ...small, limits: { ...small.limits, callMs: 700 } };
    const dialing = new RehearsedCall(plan).input({ type: 'begin' }).at(5000);
    expect(dialing.record).toMatchObject({ failure: 'call_timeout', endedMs: 700 });
    const configuring = new RehearsedCall(plan).input({ type: 'begin' }).at(10).input({ type: 'opened' });
    configuring.at(5000);
    expect(configuring.record).toMatchObject({ failure: 'call_timeout', endedMs: 700 });
  });

  it('stops when the run is stopped', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1500);
    call.input({ type: 'stop', failure: 'interrupted' }).at(1510).input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'interrupted', endedMs: 1500 });
  });
});

describe('what is heard of an answer', () => {
  const deaf = {
    format: 'pcm16',
    turnDetection: { ...smallPlan([]).target.session.turnDetection!, interruptResponse: false },
  } as const;
  const cutIn = {
    op: 'interrupt',
    afterMs: 500,
    speech: [{ utterance: 'wait' }],
    onTimeout: 'fail',
  } as const;

  /** An answer heard from 2000 on, for so long; the caller's words over it are audible 2540–2820. */
  function spokenOver(firstMs: number, ...later: readonly AgentEvent[]): readonly boolean[] {
    const plan = smallPlan([SAY_HELLO, cutIn, LISTEN], { target: { session: deaf } });
    const call = new RehearsedCall(plan).connected().at(1960);
    call.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', firstMs), done('r1'));
    call.at(2525).hears({ type: 'answer_created', responseId: 'r2' });
    for (const [index, event] of later.entries()) call.at(2550 + 30 * index).hears(event);
    call.hears(done('r2')).at(9000).input(CLOSED);
    return call.turns.map(({ agentInterrupted }) => agentInterrupted);
  }

  it('is an interruption where it begins over the caller’s words, and none where it goes on', () => {
    expect(spokenOver(545, audio('r2', 400))).toEqual([false, true]);
    expect(spokenOver(600, audio('r2', 400))).toEqual([false, false]);
  });

  it('begins over them also after a silence of its own', () => {
    const silent = audio('r2', 100, lateTone(100, 100));
    expect(spokenOver(545, silent, audio('r2', 300, lateTone(0, 300)))).toEqual([false, true]);
  });

  it('goes on through a silence in it, whoever shows samples of that', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1950);
    call.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250, lateTone(0, 250)));
    call
      .hears(audio('r1', 250, lateTone(250, 250)), done('r1'))
      .at(9000)
      .input(CLOSED);
    expect(call.turns[0]).toMatchObject({ heardMs: 500, marks: { firstHeard: 1990, lastHeard: 2490 } });
  });

  it('is not shortened by the silent end of another that was cut off', () => {
    const plan = smallPlan([SAY_HELLO, cutIn, LISTEN]);
    const call = new RehearsedCall(plan).connected().at(1960).answers('r1', 4000);
    call.at(2650).hears({ type: 'speech_started', itemId: 'u2' });
    call.at(3400).hears({ type: 'committed', itemId: 'u2' }).at(3500).answers('r2', 500);
    call.hears({ type: 'audio_tail', responseId: 'r1', inaudibleMs: 300 }).at(9000).input(CLOSED);
    expect(call.turns[1]?.marks).toMatchObject({ firstHeard: 3540, lastHeard: 4040 });
    expect(call.turns[0]?.marks.lastHeard).toBe(2650);
  });

  it('is written down 3 s after it was heard where neither its words nor its end ever come', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN])).connected().at(1950);
    call.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250));
    // Heard until 2240, over by ear at 3740, and the next words begin 200 ms later.
    const other = { type: 'other', name: 'rate_limits.updated' } as const;
    expect(call.at(5239).hears(other).turns).toHaveLength(0);
    expect(call.at(5240).hears(other).turns).toHaveLength(1);
  });
});

describe('what an agent says that it should not', () => {
  it('fails a session that starts with garbage, at once', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO]))
      .input({ type: 'begin' })
      .at(10)
      .input({ type: 'opened' });
    call.hears({ type: 'malformed', reason: 'not JSON' }).input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'protocol_error', detail: 'not JSON' });
  });

  it('fails a session that is refused for its rate limit with that, not with just any error', () => {
    const refused = (code: string) =>
      new RehearsedCall(smallPlan([SAY_HELLO]))
        .input({ type: 'begin' })
        .at(10)
        .input({ type: 'opened' })
        .hears({ type: 'error', code, message: 'no', fatal: null })
        .input(CLOSED).record;
    expect(refused('rate_limit_exceeded')).toMatchObject({ failure: 'rate_limited', rateLimited: 1 });
    expect(refused('server_error')).toMatchObject({ failure: 'agent_error', rateLimited: 0 });
  });

  it('is counted, and borne for a while, in the middle of a call', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    for (let i = 0; i < 3; i++) call.hears({ type: 'malformed', reason: 'not JSON' });
    call.at(1960).answers('r1', 1000).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', protocolViolations: 3 });
  });

  it('is an answer without an end: it is over once nothing has been heard, and nothing has come, for a while', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN]);
    const call = new RehearsedCall(plan).connected();
    call.at(1950).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250));
    // Heard 1990–2240; quiet until 3740, and a pause of 200 ms.
    call.at(6000).answers('r2', 1000).at(20_000).input(CLOSED);
    expect(call.turns.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect(call.turns[1]?.marks.speechStart).toBeGreaterThanOrEqual(3940);
    expect(call.turns[1]?.marks.speechStart).toBeLessThan(4040);
    expect(call.record).toMatchObject({ outcome: 'completed', protocolViolations: 1 });
    // The wait was the harness's: the agent was silent before its answers, and at no other time.
    const [first, second] = call.turns;
    const waits = [first, second].map((turn) => (turn ? (latencies(turn).responseLatency ?? 0) : 0));
    expect(call.record?.deadAirMs).toEqual({
      longest: Math.max(...waits),
      total: waits.reduce((sum, ms) => sum + ms, 0),
    });
  });

  it('is the harness’s own wait also where the call ends in the middle of it', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN]);
    const call = new RehearsedCall({ ...plan, limits: { ...plan.limits, callMs: 3500 } }).connected();
    call.at(1950).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250));
    // Heard 1990–2240, and cut off by the call's own limit before 3740.
    call.at(6000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'failed', failure: 'call_timeout', endedMs: 3500 });
    const [turn] = call.turns;
    expect(call.record?.deadAirMs.longest).toBe(turn ? latencies(turn).responseLatency : 0);
  });

  it('is no end as long as anything comes, or plays', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1950).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250));
    call.at(3700).hears({ type: 'other', name: 'response.function_call_arguments.delta', ofAnswer: true });
    call.at(5100).hears(audio('r1', 2000));
    expect(call.at(8600).record).toBeNull();
    call.at(8700).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 8640, heardMs: 2250 });
  });

  it('is put off by nothing that is not of the answer', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1950).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250));
    for (let ms = 2500; ms < 3740; ms += 100) {
      call.at(ms).hears({ type: 'other', name: 'rate_limits.updated' });
      call.hears({ type: 'transcribed', itemId: 'u', text: null, seconds: 0, tokens: 0 });
    }
    // The last of it was played at 2240.
    call.at(3800).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 3740, protocolViolations: 1 });
  });

  it('is the last answer’s missing end too, but not an end that came late or was not waited for', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN]);
    const violations = (chosen: typeof plan, then: (call: RehearsedCall) => unknown): number | undefined => {
      const call = new RehearsedCall(chosen).connected().at(1950);
      call.hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250));
      then(call);
      return call.record?.protocolViolations;
    };
    expect(violations(plan, (call) => call.at(9000).input(CLOSED))).toBe(1);
    expect(violations(plan, (call) => call.at(3700).hears(done('r1')).at(9000).input(CLOSED))).toBe(0);
    expect(violations(plan, (call) => call.at(3700).input(CLOSED))).toBe(0);
  });

  it('is counted, and borne however often, where it can be read and is not what the protocol says', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    for (let i = 0; i < 12; i++) call.hears({ type: 'violation', reason: 'audio of two rates' });
    call.hears({ type: 'other', name: 'rate_limits.updated' });
    call.at(1960).answers('r1', 1000).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', protocolViolations: 12 });
  });

  it('is a commit told twice, where it says of which item; without a name each is another', () => {
    const violations = (itemId: string | null): number | undefined => {
      const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1900);
      for (let twice = 0; twice < 2; twice++) call.hears({ type: 'committed', itemId });
      return call.answers('r1', 500).at(9000).input(CLOSED).record?.protocolViolations;
    };
    expect([violations('u1'), violations(null)]).toEqual([1, 0]);
  });

  it('is usage of a transcription that failed, told twice: it counts once', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1900);
    call.hears({ type: 'committed', itemId: 'u1' });
    const failed = { type: 'transcribed', itemId: 'u1', text: null, seconds: 0, tokens: 0 } as const;
    for (let twice = 0; twice < 2; twice++) call.hears({ ...failed, usageTrouble: 'unreported' });
    call.answers('r1', 500).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ usage: { unreportedTranscriptions: 1 }, protocolViolations: 1 });
  });

  it('is a failed answer without a reason', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1900);
    call.hears({ type: 'answer_created', responseId: 'r1' }, done('r1', 'failed')).at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({
      outcome: 'failed',
      failure: 'answer_failed',
      detail: 'response failed without a reason',
    });
  });

  it('is an error that is no refusal: the answer to a tool’s result is not asked for again', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN], { tools: [tool('lookup', 100)] });
    const call = new RehearsedCall(plan).connected().at(1900);
    call.hears({ type: 'answer_created', responseId: 'r1' }, toolCall('r1', 'c1', 'lookup'), done('r1'));
    call.at(2100).hears({ type: 'error', code: 'oops', message: '', fatal: null });
    call.at(2500).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.commands('respond')).toHaveLength(1);
    expect(call.turns[0]?.tools).toMatchObject([{ heardMs: 2540 }]);
  });

  it('is the usage of an answer that was spoken, untold as it fails after the call is decided', () => {
    const usage = (audioMs: number) => {
      const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1950);
      call.hears({ type: 'answer_created', responseId: 'r1' });
      if (audioMs > 0) call.hears(audio('r1', audioMs));
      call.at(2500).input({ type: 'stop', failure: 'interrupted' });
      return call.hears(done('r1', 'failed')).at(2600).input(CLOSED).record?.usage;
    };
    expect([usage(0), usage(5000)]).toEqual([noUsage, { ...noUsage, unreported: 1 }]);
  });

  it('is borne ten times, and not once more', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    for (let i = 0; i < 10; i++) call.hears({ type: 'malformed', reason: 'not JSON' });
    expect(call.effects.some(({ type }) => type === 'close')).toBe(false);
    call.hears({ type: 'malformed', reason: 'not JSON either' }).input(CLOSED);
    expect(call.record).toMatchObject({
      failure: 'protocol_error',
      detail: 'not JSON either',
      protocolViolations: 11,
    });
  });

  it('is counted where it is a rate limit, as an error or as the end of an answer', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(1500);
    call.hears({ type: 'error', code: 'rate_limit_exceeded', message: 'slow down', fatal: null });
    call.hears({ type: 'error', code: 'invalid_value', message: 'what?', fatal: null });
    call.at(1700).hears({ type: 'answer_created', responseId: 'r1' });
    call.at(1800).hears(done('r1', 'failed', 'rate_limit_exceeded: slow down'));
    call.at(1960).answers('r2', 1000).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', rateLimited: 2 });
  });

  it('ends the call where the error says that the session is over', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(900);
    call
      .hears({ type: 'error', code: 'session_expired', message: 'too long', fatal: 'session_expired' })
      .input(CLOSED);
    expect(call.record).toMatchObject({ failure: 'session_expired', detail: 'session_expired: too long' });
  });
});

describe('an error that the agent tells of', () => {
  const redialing = (): RehearsedCall => {
    const limits = { redials: 1, redialMs: 100 };
    return new RehearsedCall(smallPlan([SAY_HELLO, LISTEN], { limits })).connected().at(900);
  };

  it('is told by its code where it has no words, and by itself where the connection closes after it', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(900);
    call.hears({ type: 'error', code: 'oops', message: '', fatal: null });
    call.input({ ...CLOSED, code: 1011, reason: 'internal' });
    expect(call.record).toMatchObject({
      failure: 'connection_lost',
      detail: 'closed with 1011 internal, after oops',
      agentErrors: [{ code: 'oops', count: 1, message: '' }],
    });
  });

  it('is none that the session survived where there was no session yet', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN]));
    call.input({ type: 'begin' }).at(10).input({ type: 'opened' });
    call.hears({ type: 'error', code: 'bad_voice', message: 'no such voice', fatal: null }).input(CLOSED);
    expect(call.record).toMatchObject({
      failure: 'agent_error',
      detail: 'bad_voice: no such voice',
      agentErrors: [],
    });
  });

  it('lets the call dial again where the loss that it foretells would, and leaves that connection', () => {
    const call = redialing();
    call.hears({ type: 'error', code: 'gone', message: 'moving', fatal: 'connection_lost' });
    expect(call.effects.filter(({ type }) => type === 'drop')).toHaveLength(1);
    expect(call.dialed).toEqual([0]);
    call.at(1100);
    expect(call.dialed).toHaveLength(2);
    expect(call.record).toBeNull();
  });

  it('ends the call where it is the agent’s decision, though the call might dial again', () => {
    const call = redialing();
    call.hears({ type: 'error', code: 'bad_key', message: 'who are you?', fatal: 'auth_failed' });
    expect(call.effects.some(({ type }) => type === 'drop')).toBe(false);
    expect(call.effects).toContainEqual({ type: 'close', code: 1000 });
    call.at(1100).input(CLOSED);
    expect(call.dialed).toEqual([0]);
    expect(call.record).toMatchObject({ failure: 'auth_failed', detail: 'bad_key: who are you?' });
  });
});

describe('a greeting', () => {
  it('that comes late is no fast answer to the words the caller says meanwhile', () => {
    const briefly = { op: 'listen', deadlineMs: 1000, onTimeout: 'continue' } as const;
    const plan = smallPlan([briefly, SAY_HELLO, LISTEN], { target: { speaksFirst: 'agent' } });
    const call = new RehearsedCall(plan).connected();
    call.at(1500).hears({ type: 'answer_created', responseId: 'g' });
    call
      .at(2150)
      .hears({ type: 'answer_content', responseId: 'g', itemId: 'item-g' }, audio('g', 500), done('g'));
    call.at(2400).hears({ type: 'committed', itemId: 'u1' });
    call.at(3200).answers('r1', 800).at(9000).input(CLOSED);
    expect(call.turns.map(({ kind, outcome, answers }) => [kind, outcome, answers])).toEqual([
      ['greeting', 'unanswered', 1],
      ['say', 'answered', 1],
    ]);
    expect(call.turns[0]?.marks.firstHeard).toBe(2190);
    expect(call.turns[1] && latencies(call.turns[1]).responseLatency).toBe(1170);
  });

  it('is asked for when the agent speaks first, and heard before the caller speaks', () => {
    const call = new RehearsedCall(
      smallPlan([LISTEN, SAY_HELLO, LISTEN], { target: { speaksFirst: 'agent' } }),
    ).connected();
    expect(call.commands('respond')).toHaveLength(1);
    call.at(300).answers('r1', 2000);
    call.at(4500).answers('r2', 500).at(9000).input(CLOSED);
    const [greeting, turn] = call.turns;
    expect(greeting).toMatchObject({ kind: 'greeting', expectsAnswer: true, outcome: 'answered' });
    expect(greeting?.marks).toMatchObject({ speechEnd: null, firstHeard: 340, lastHeard: 2340 });
    expect(turn?.marks.speechStart).toBe(2600);
  });

  it('that the agent gives by itself is waited for, measured, and not asked for', () => {
    const target = { speaksFirst: 'agent_by_itself' } as const;
    const call = new RehearsedCall(smallPlan([LISTEN, SAY_HELLO, LISTEN], { target })).connected();
    expect(call.commands('respond')).toHaveLength(0);
    call.at(300).answers('r1', 2000);
    call.at(4500).answers('r2', 500).at(9000).input(CLOSED);
    const [greeting, turn] = call.turns;
    expect(greeting).toMatchObject({ kind: 'greeting', expectsAnswer: true, outcome: 'answered' });
    expect(greeting?.marks).toMatchObject({ firstHeard: 340, lastHeard: 2340 });
    expect(turn).toMatchObject({ kind: 'say', outcome: 'answered' });
  });
});

describe('manual turns', () => {
  it('are ended by the caller’s client, which also asks for the answer', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN], {
      target: { session: { format: 'pcm16', turnDetection: null } },
    });
    const call = new RehearsedCall(plan).connected().at(1400);
    expect(call.sent.map(({ command }) => command.type)).toEqual(['configure', 'push', 'commit', 'respond']);
  });
});

describe('audio that never reached the ear', () => {
  it('is no answer, however soon it came', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    call.at(1910).hears({ type: 'speech_started', itemId: 'u2' }, done('r1', 'cancelled'));
    call.at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'unanswered', heardMs: 0, answerAudioMs: 500 });
    expect(call.turns[0]?.marks.firstHeard).toBeNull();
    expect(call.record).toMatchObject({ failure: 'no_answer', endedMs: 4070 });
  });

  it('leaves the turn to the answer that is heard', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    call.at(1910).hears({ type: 'speech_started', itemId: 'u2' }, done('r1', 'cancelled'), {
      type: 'speech_stopped',
      itemId: 'u2',
    });
    call.at(3500).answers('r2', 500);
    call.at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', heardMs: 500 });
    expect(call.turns[0]?.marks).toMatchObject({ answerCreated: 3500, firstHeard: 3540 });
  });
});

describe('speaking over an agent that talked over the caller', () => {
  it('takes its time from when that answer was first heard', () => {
    const interrupt = {
      op: 'interrupt',
      afterMs: 500,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'fail',
    } as const;
    const call = new RehearsedCall(smallPlan([SAY_HELLO, interrupt, LISTEN])).connected();
    // Created and heard while "hello" is still being said (320–1120), and going on after it.
    call.at(900).answers('r1', 2500);
    call.at(4000).answers('r2', 500);
    call.at(20_000).input(CLOSED);
    expect(call.turns.map(({ kind }) => kind)).toEqual(['say', 'interrupt']);
    expect(call.turns[0]?.bargeIn?.atMs).toBeLessThan(2000);
    expect(call.record?.outcome).toBe('completed');
  });
});

describe('what happened to whom', () => {
  it('does not take a failed transcription for a quick one', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'committed', itemId: 'u1' });
    call.at(1910).hears({ type: 'transcribed', itemId: 'u1', text: null, seconds: 0, tokens: 0 });
    call.at(1950).answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns[0]?.marks).toMatchObject({ committed: 1900, transcribed: null });
  });

  describe('where the caller is written down', () => {
    const session = { ...smallPlan([LISTEN]).target.session, transcription: { model: 'scribe' } };
    const plan = smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN], { target: { session } });
    const transcribed = (itemId: string) =>
      ({ type: 'transcribed', itemId, text: 'Hello.', seconds: 0, tokens: 0 }) as const;

    it('keeps a turn open for a transcription that comes when the caller has gone on', () => {
      const call = new RehearsedCall(plan).connected();
      call.at(1900).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
      call.at(5000).hears({ type: 'committed', itemId: 'u2' });
      expect(call.turns).toEqual([]);
      call.at(5100).hears(transcribed('u1'));
      expect(call.turns[0]?.marks).toMatchObject({ committed: 1900, transcribed: 5100 });
      call.hears(transcribed('u2')).answers('r2', 500).at(9000).input(CLOSED);
      expect(call.turns.map(({ marks }) => marks.transcribed)).toEqual([5100, 5100]);
    });

    it('writes a turn down without one that never comes, and takes it for nothing else', () => {
      const call = new RehearsedCall(plan).connected();
      call.at(1900).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
      call.at(5000).hears({ type: 'committed', itemId: 'u2' }).answers('r2', 5000);
      // Hung up on in the middle of the second answer: the first was heard to its end.
      call.at(6000).input(CLOSED);
      expect(call.turns.map(({ outcome, marks }) => [outcome, marks.transcribed])).toEqual([
        ['answered', null],
        ['interrupted', null],
      ]);
    });

    it('does not wait for one that has failed, nor for ever', () => {
      const call = new RehearsedCall(plan).connected();
      call.at(1900).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
      call.at(3500).hears({ type: 'transcribed', itemId: 'u1', text: null, seconds: 0, tokens: 0 });
      expect(call.turns).toHaveLength(1);
      const silent = new RehearsedCall(
        smallPlan(
          [SAY_HELLO, LISTEN, { op: 'silence', durationMs: 70_000 }, { op: 'silence', durationMs: 1000 }],
          { target: { session } },
        ),
      ).connected();
      silent.at(1900).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500);
      silent.at(31_000).hears({ type: 'other', name: 'ping' });
      expect(silent.turns).toEqual([]);
      silent.at(32_000).hears({ type: 'other', name: 'ping' });
      expect(silent.turns).toHaveLength(1);
    });

    it('measures from the last part of a turn that the server took in two', () => {
      const call = new RehearsedCall(plan).connected();
      call.at(1500).hears({ type: 'committed', itemId: 'u1' }, transcribed('u1'));
      call.at(1900).hears({ type: 'committed', itemId: 'u2' });
      call.at(2000).hears(transcribed('u2')).answers('r1', 500).at(9000).input(CLOSED);
      expect(call.turns[0]?.marks).toMatchObject({ committed: 1900, transcribed: 2000 });
    });
  });

  it('fails a turn whose answer breaks off in the middle, and goes on', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    call.at(2000).hears(done('r1', 'failed', 'server_error: oops'));
    call.at(6000).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({
      outcome: 'failed',
      failure: 'answer_failed',
      detail: 'server_error: oops',
      heardMs: 500,
      marks: { firstHeard: 1940 },
    });
    expect(call.turns[1]).toMatchObject({ outcome: 'answered', failure: null });
    expect(call.record).toMatchObject({ outcome: 'completed', failure: null });
  });

  it('does not mind the failure of an answer that the caller had cut off', () => {
    const interrupt = {
      op: 'interrupt',
      afterMs: 400,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'fail',
    } as const;
    const call = new RehearsedCall(smallPlan([SAY_HELLO, interrupt, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 4000));
    call.at(2700).hears({ type: 'speech_started', itemId: 'u2' });
    call.at(2750).hears(done('r1', 'failed', 'server_error: oops'));
    call.at(4000).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'interrupted', failure: null });
  });

  it('does not blame a murmur for what an interruption stopped', () => {
    const murmur = {
      op: 'backchannel',
      afterMs: 400,
      speech: [{ utterance: 'mm-hm' }],
      onTimeout: 'fail',
    } as const;
    const interrupt = {
      op: 'interrupt',
      afterMs: 1200,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'fail',
    } as const;
    const call = new RehearsedCall(smallPlan([SAY_HELLO, murmur, interrupt, LISTEN])).connected();
    call.at(1960).answers('r1', 6000);
    call.at(3400).hears({ type: 'speech_started', itemId: 'u2' }, { type: 'speech_stopped', itemId: 'u2' });
    call.at(4300).answers('r2', 500).at(12_000).input(CLOSED);
    const [first] = call.turns;
    expect(first?.backchannels).toMatchObject([{ atMs: 2460, stoppedMs: null }]);
    expect(first?.bargeIn).toMatchObject({ stoppedMs: 3400 });
  });

  it('bills what is told after the hang-up, and counts no turn for it', () => {
    const usage = { ...noUsage, audioOut: 40 };
    const call = new RehearsedCall(smallPlan([SAY_HELLO, { op: 'hangup' }])).connected().at(2000);
    call.hears({
      type: 'answer_done',
      responseId: 'rx',
      status: 'cancelled',
      reason: null,
      rateLimited: false,
      usage,
    });
    call.at(2100).input(CLOSED);
    expect(call.record).toMatchObject({ turns: 1, usage: { audioOut: 40 } });
    expect(call.turns).toHaveLength(1);
  });
});

describe('an answer that nobody can hear', () => {
  const plan = smallPlan([SAY_HELLO, LISTEN]);
  const silent = (ms: number): Int16Array => new Int16Array(ms * 8);

  function given(pcm: Int16Array, ms: number): RehearsedCall {
    const call = new RehearsedCall(plan).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', ms, pcm), done('r1'));
    return call.at(9000).input(CLOSED);
  }

  it.each([
    ['digital silence', silent(3000), 3000],
    ['a hum at -60 dBFS', lateTone(0, 3000, 46), 3000],
    ['one click', Int16Array.from(silent(3000), (_, i) => (i >= 800 && i < 870 ? 20_000 : 0)), 3000],
  ])('is none: %s', (_name, pcm, ms) => {
    const call = given(pcm, ms);
    expect(call.turns[0]).toMatchObject({
      outcome: 'unanswered',
      failure: 'inaudible',
      detail: '3000 ms of audio came, and nothing of it was audible',
      answerAudioMs: 3000,
    });
    expect(call.turns[0]?.marks).toMatchObject({ firstAudio: null, firstHeard: null, lastHeard: null });
    expect(call.record).toMatchObject({ outcome: 'failed', failure: 'inaudible', endedMs: 4070 });
    // The silence is the agent's, from the last word to the deadline.
    expect(call.record?.deadAirMs.longest).toBe(4070 - 1070);
  });

  it('counts from where it can be heard, and the silence before is its lead-in', () => {
    const call = given(lateTone(80, 1000), 1000);
    const [turn] = call.turns;
    expect(turn?.marks).toMatchObject({ firstAudio: 1900, firstPlayed: 1940, firstHeard: 2020 });
    expect(turn && latencies(turn)).toMatchObject({ responseLatency: 950, packetization: 50, leadIn: 80 });
    expect(call.record).toMatchObject({ outcome: 'completed', deadAirMs: { longest: 950, total: 950 } });
  });

  it('is heard from a later piece on, whatever came before', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 250, silent(250)));
    call.at(1950).hears(audio('r1', 250, lateTone(100, 250)), done('r1'));
    call.at(9000).input(CLOSED);
    expect(call.turns[0]?.marks).toMatchObject({ firstAudio: 1900, firstPlayed: 1940, firstHeard: 2290 });
  });

  it('does not talk over the caller, and is no interruption', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(700).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 300, silent(300)));
    call.hears(done('r1'));
    call.at(1900).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', agentInterrupted: false });
    expect(call.record?.overlapMs).toBe(0);
  });

  it('asks for the samples of an answer until it is heard, and no longer', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' });
    expect(call.seeksOnset('r1')).toBe(true);
    call.hears(audio('r1', 250, silent(250)));
    expect(call.seeksOnset('r1')).toBe(true);
    call.hears(audio('r1', 250, lateTone(0, 250)));
    expect([call.seeksOnset('r1'), call.seeksOnset('r2')]).toEqual([false, true]);
  });

  it('ends, to the ear, before the silence at its end', () => {
    const call = new RehearsedCall(plan).connected();
    call.at(1900).answers('r1', 1000);
    call.hears({ type: 'audio_tail', responseId: 'r1', inaudibleMs: 120 }).at(9000).input(CLOSED);
    expect(call.turns[0]?.marks).toMatchObject({ firstHeard: 1940, lastHeard: 2820 });
    expect(call.record).toMatchObject({ heardMs: 1000, endedMs: 2940 });
  });
});

describe('audio without a response’s id', () => {
  it('belongs to the answer that is being made, and not to the first turn for ever', () => {
    const plan = smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN]);
    const call = new RehearsedCall(plan).connected();
    call.at(1700).hears({ type: 'committed', itemId: 'u1' }, audio('', 500));
    call.at(5400).hears({ type: 'committed', itemId: 'u2' }, audio('', 300), audio('', 300));
    call.at(9900).input(CLOSED);
    expect(call.turns.map(({ outcome, answerAudioMs }) => [outcome, answerAudioMs])).toEqual([
      ['answered', 500],
      ['answered', 600],
    ]);
    // It has no end that could be missing.
    expect(call.record).toMatchObject({ outcome: 'completed', protocolViolations: 0 });
  });

  it('is of the named answer that has been announced', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected();
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('', 500), done('r1'));
    call.at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', answers: 1, answerAudioMs: 500 });
  });
});
