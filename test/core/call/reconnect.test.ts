/** A caller whose client takes the conversation along when its connection breaks. */

import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoryItem } from '../../../src/core/call/history_item.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import type { Plan, PlanLimits, PlanTarget, Reconnect } from '../../../src/core/plan/plan.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const LOST = { type: 'closed', code: 1006, reason: '', failure: null, detail: null } as const;
const CUT = { ...LOST, failure: 'disconnected' } as const;
const CLOSED = { ...LOST, code: 1000 } as const;
const TWICE = [SAY_HELLO, LISTEN, SAY_HELLO, LISTEN] as const;
const CAREFUL: Reconnect = {
  tries: 3,
  backoffMs: 500,
  maxMs: 4000,
  jitter: 'none',
  replay: true,
  giveUpMs: 20_000,
};

interface Changes {
  readonly reconnect?: Partial<Reconnect>;
  readonly limits?: Partial<PlanLimits>;
  readonly target?: Partial<PlanTarget>;
  readonly tools?: Plan['tools'];
  readonly seed?: number;
}

function planOf(steps: readonly PlanStep[], { reconnect = {}, tools, ...changes }: Changes = {}): Plan {
  const plan = smallPlan(steps, { ...changes, ...(tools === undefined ? {} : { tools }) });
  const callers = plan.callers.map((caller) => ({ ...caller, reconnect: { ...CAREFUL, ...reconnect } }));
  return { ...plan, callers };
}

function calling(steps: readonly PlanStep[], changes?: Changes): RehearsedCall {
  return new RehearsedCall(planOf(steps, changes)).connected();
}

/** Loses the connection at an instant; the next is open 510 ms later and ready 10 ms after that. */
function loses(call: RehearsedCall, atMs: number, how: typeof LOST | typeof CUT = LOST): RehearsedCall {
  call.at(atMs).input(how);
  call.at(atMs + 510).input({ type: 'opened' });
  return call.at(atMs + 520).hears({ type: 'ready' });
}

function told(call: RehearsedCall): readonly (readonly HistoryItem[])[] {
  return call.commands('replay').map((command) => (command.type === 'replay' ? command.items : []));
}

describe('a client that comes back', () => {
  const wait = (call: number, seed: number, jitter: 'full' | 'none' = 'full'): readonly number[] => {
    const rehearsed = calling([{ op: 'silence', durationMs: 50_000 }], { reconnect: { jitter }, seed });
    rehearsed.at(1000 + call).input(LOST);
    const instants: number[] = [1000 + call];
    for (let atMs = 1000 + call; rehearsed.record === null && atMs < 30_000; atMs += 1) {
      const dialled = rehearsed.dialed.length;
      rehearsed.at(atMs);
      if (rehearsed.dialed.length === dialled) continue;
      rehearsed.input({ ...LOST, failure: 'connect_refused', detail: 'ECONNREFUSED' });
      instants.push(rehearsed.nowMs);
    }
    expect(rehearsed.record).toMatchObject({ failure: 'connect_refused', connections: 4 });
    return instants.slice(1).map((atMs, i) => atMs - (instants[i] as number));
  };

  it('waits twice as long at most before each try, and dials no more often than it may', () => {
    expect(wait(0, 7, 'none')).toEqual([500, 1000, 2000]);
  });

  it('draws each wait by the seed, from between nothing and its bound', () => {
    const drawn = [1, 2, 3, 4, 5, 6].map((seed) => wait(0, seed));
    for (const [n, boundMs] of [500, 1000, 2000].entries()) {
      const waits = drawn.map((waits) => waits[n] as number);
      for (const ms of waits) expect(ms).toBeLessThanOrEqual(boundMs + 1);
      expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(boundMs / 4);
    }
    expect(wait(0, 3)).toEqual(drawn[2]);
  });

  it('bounds all waits', () => {
    const plan = calling([{ op: 'silence', durationMs: 50_000 }], { reconnect: { tries: 5, maxMs: 600 } });
    plan.at(1000).input(LOST);
    for (const atMs of [1501, 2102, 2703]) plan.at(atMs).input({ ...LOST, failure: 'connect_refused' });
    expect(plan.at(4000).dialed).toEqual([0, 1500, 2101, 2702, 3303]);
  });

  it('gives up in time, whatever it is at', () => {
    const waiting = calling([{ op: 'silence', durationMs: 50_000 }], {
      reconnect: { backoffMs: 9000, maxMs: 9000, giveUpMs: 3000 },
    });
    waiting.at(1000).input(LOST).at(6000);
    expect(waiting.record).toMatchObject({
      failure: 'connection_lost',
      endedMs: 4000,
      connections: 1,
      reconnects: [{ lostMs: 1000, readyMs: null, tries: 0, replayedItems: 0 }],
    });
    const dialling = calling([{ op: 'silence', durationMs: 50_000 }], { reconnect: { giveUpMs: 900 } });
    dialling.at(1000).input(LOST).at(6000);
    expect(dialling.record).toMatchObject({ failure: 'connection_lost', endedMs: 1900, connections: 2 });
    const settingUp = calling([{ op: 'silence', durationMs: 50_000 }], { reconnect: { giveUpMs: 900 } });
    settingUp.at(1000).input(LOST).at(1600).input({ type: 'opened' }).at(6000);
    expect(settingUp.record).toMatchObject({ failure: 'connection_lost', endedMs: 1900 });
  });

  it('tries again where a session does not come about', () => {
    const call = calling([{ op: 'silence', durationMs: 9000 }]);
    call.at(1000).input(LOST).at(1510).input({ type: 'opened' }).at(2600);
    expect(call.effects.filter(({ type }) => type === 'drop')).toHaveLength(1);
    call.at(3520).input({ type: 'opened' }).at(3530).hears({ type: 'ready' });
    call.at(12_000).input(CLOSED);
    expect(call.record).toMatchObject({
      outcome: 'completed',
      connections: 3,
      reconnects: [{ lostMs: 1000, readyMs: 3530, tries: 2 }],
    });
  });

  it.each(['http_rate_limited', 'http_error', 'session_expired'] as const)(
    'bears with a target that has no room for it now (%s)',
    (failure) => {
      const call = calling([{ op: 'silence', durationMs: 9000 }]);
      call
        .at(1000)
        .input({ ...LOST, failure })
        .at(1600);
      expect(call.dialed).toEqual([0, 1500]);
    },
  );

  it('takes the word that a session is over for its end, and dials again', () => {
    const over = {
      type: 'error',
      code: 'session_expired',
      message: 'too long',
      fatal: 'session_expired',
    } as const;
    const call = calling([{ op: 'silence', durationMs: 9000 }]);
    call.at(1000).hears(over).at(1600);
    expect(call.effects.filter(({ type }) => type === 'drop')).toHaveLength(1);
    expect(call.dialed).toEqual([0, 1500]);
  });

  it('does not bear with one that will not have it', () => {
    const call = calling(TWICE)
      .at(1000)
      .input({ ...LOST, failure: 'http_unauthorized' });
    expect(call.record).toMatchObject({ failure: 'http_unauthorized', connections: 1 });
  });

  it('has its tries anew once a connection has lasted, and not before', () => {
    const call = calling([{ op: 'silence', durationMs: 50_000 }], { reconnect: { tries: 1 } });
    loses(call, 5000);
    loses(call, 10_000);
    call.at(11_000).input(LOST);
    expect(call.record).toMatchObject({ failure: 'connection_lost', connections: 3 });
    expect(call.record?.reconnects?.map(({ readyMs }) => readyMs)).toEqual([5520, 10_520]);
  });

  it('has lasted, and waits as short as at first, from the longest wait on', () => {
    // Ready at 5,520: what is lost less than 4 s later is the same trouble, and its next wait twice as long.
    const dialled = (lostMs: number) => {
      const call = calling([{ op: 'silence', durationMs: 50_000 }]);
      loses(call, 5000);
      return call.at(lostMs).input(LOST).at(12_000).dialed.at(-1);
    };
    expect([dialled(9519), dialled(9520)]).toEqual([10_519, 10_020]);
    const once = (lostMs: number) => {
      const call = calling([{ op: 'silence', durationMs: 50_000 }], { reconnect: { tries: 1 } });
      loses(call, 5000);
      return call.at(lostMs).input(LOST).at(12_000).dialed.length;
    };
    expect([once(9519), once(9520)]).toEqual([2, 3]);
  });

  it('does not dial again for what comes after it should have given up, woken late as it is', () => {
    const call = calling([{ op: 'silence', durationMs: 50_000 }], { reconnect: { giveUpMs: 900 } });
    call.at(1000).input(LOST).at(1600);
    call.nowMs = 1900;
    call.input({ ...LOST, failure: 'connect_refused', detail: 'ECONNREFUSED' });
    expect(call.record).toMatchObject({ failure: 'connect_refused', connections: 2 });
  });
});

describe('a new session', () => {
  it('is told what was said and heard, in order, before anything else', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500, 'What is it?');
    loses(call, 2600);
    const commands = call.sent.filter(({ atMs }) => atMs > 2600).map(({ command }) => command.type);
    expect(commands).toEqual(['configure', 'replay']);
    expect(told(call)).toEqual([
      [
        { type: 'caller', text: 'hello.' },
        { type: 'agent', text: 'What is it?' },
      ],
    ]);
    call.at(4400).hears({ type: 'committed', itemId: 'u1' });
    call.answers('r2', 500).at(6000).input(CLOSED);
    expect(call.turns.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect(call.record).toMatchObject({
      outcome: 'completed',
      reconnects: [{ lostMs: 2600, readyMs: 3120, tries: 1, replayedItems: 2 }],
    });
  });

  it('is told the words of the caller as the service had understood them', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'committed', itemId: 'u1' });
    call.hears({ type: 'transcribed', itemId: 'u1', text: 'Yellow.', seconds: 0, tokens: 0 });
    call.answers('r1', 500);
    loses(call, 2600);
    expect(told(call)[0]?.[0]).toEqual({ type: 'caller', text: 'Yellow.' });
  });

  it('is told the words of the caller as they are recorded where the service could not write them down', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'committed', itemId: 'u1' });
    call.hears({ type: 'transcribed', itemId: 'u1', text: null, seconds: 0, tokens: 0 });
    call.answers('r1', 500);
    loses(call, 2600);
    expect(told(call)[0]?.[0]).toEqual({ type: 'caller', text: 'hello.' });
  });

  it('is told of an answer that was cut off only what was heard of it', () => {
    const over = {
      op: 'interrupt',
      afterMs: 500,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'fail',
    } as const;
    const call = calling([SAY_HELLO, over, LISTEN]);
    call.at(1900).answers('r1', 2000, 'one two three four five six seven eight');
    // Heard from 1940 on; the caller cuts in, and half of it is thrown away.
    call.at(2940).hears({ type: 'speech_started', itemId: 'u2' });
    loses(call, 3000, CUT);
    expect(told(call)[0]).toContainEqual({ type: 'agent', text: 'one two three four' });
  });

  it('is told what had been written of an answer that breaks off', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1000));
    for (const text of ['What ', 'is ']) {
      call.hears({ type: 'answer_content', responseId: 'r1', itemId: 'item-r1', text });
    }
    loses(call, 2000);
    expect(told(call)[0]?.[1]).toEqual({ type: 'agent', text: 'What is' });
  });

  it('is told nothing where nothing was said, or the client does not replay', () => {
    expect(told(loses(calling([{ op: 'silence', durationMs: 9000 }]), 1000))).toEqual([]);
    const plain = calling(TWICE, { reconnect: { replay: false } });
    plain.at(1900).answers('r1', 500);
    expect(told(loses(plain, 2600))).toEqual([]);
    expect(plain.at(9000).input(CLOSED).record?.reconnects).toMatchObject([{ replayedItems: 0 }]);
  });

  it('tells what coming back cost with its first answer', () => {
    const call = calling(TWICE);
    call.at(1900).answers('r1', 500);
    loses(call, 2600);
    const usage = { ...noUsage, textIn: 200, audioIn: 20, audioOut: 40 };
    call.at(4400).hears({ type: 'answer_created', responseId: 'r2' }, audio('r2', 500));
    call
      .hears({ ...done('r2'), usage } as ReturnType<typeof done>)
      .at(9000)
      .input(CLOSED);
    expect(call.record?.reconnects).toMatchObject([{ firstUsage: usage }]);
  });
});

describe('what a lost connection still tells', () => {
  const used = (audioOut: number) =>
    ({ ...done('r1'), usage: { ...noUsage, audioOut } }) as ReturnType<typeof done>;

  it('is billed once, apart from the answer that has its name on the next', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1000));
    loses(call, 2000);
    call.at(4000).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 500));
    for (let twice = 0; twice < 2; twice++) call.input({ type: 'event', connection: 0, event: used(10) });
    // The one that goes on is not over by that.
    call.at(5000).hears(audio('r1', 500), used(4));
    call.at(8000).answers('r2', 500).at(12_000).input(CLOSED);
    expect(call.record).toMatchObject({
      outcome: 'completed',
      usage: { audioOut: 14 },
      protocolViolations: 0,
    });
    expect(call.turns[0]?.heardMs).toBe(2000);
  });
});

describe('words that the loss of the connection cut', () => {
  let call: RehearsedCall;
  beforeEach(() => {
    call = calling([SAY_HELLO, LISTEN]);
    loses(call, 700, CUT);
    call.at(4000).hears({ type: 'committed', itemId: 'u1' }).answers('r1', 500).at(9000).input(CLOSED);
  });

  it('are said again from their beginning', () => {
    expect(call.frames.filter(({ message }) => message === 1)).toHaveLength(2);
    expect(call.frames.filter(({ message }) => message === 10)).toHaveLength(1);
    expect(call.record).toMatchObject({ outcome: 'completed', turns: 2 });
  });

  it('are a turn that was lost, of the same step as the one that was not', () => {
    expect(call.turns.map(({ step, outcome, failure }) => [step, outcome, failure])).toEqual([
      [0, 'failed', 'disconnected'],
      [0, 'answered', null],
    ]);
  });

  it('are not told to the new session', () => {
    expect(told(call)).toEqual([]);
  });

  it('are said as they are where all of them had been said', () => {
    const whole = loses(calling([SAY_HELLO, LISTEN]), 1260);
    expect(whole.commands('respond')).toHaveLength(1);
    expect(whole.frames.filter(({ message }) => message === 1)).toHaveLength(1);
  });
});

describe('an answer that is missing', () => {
  it('is asked for again where none of it was heard, and waited for as long as ever from then on', () => {
    const call = calling([SAY_HELLO, LISTEN]);
    call.at(1900).hears({ type: 'committed', itemId: 'u1' });
    loses(call, 3900);
    expect(call.sent.slice(-2).map(({ command }) => command.type)).toEqual(['replay', 'respond']);
    // Its deadline had been 4070.
    call.at(7000).answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([{ outcome: 'answered', failure: null, marks: { firstHeard: 7040 } }]);
    const silent = loses(calling([SAY_HELLO, LISTEN]), 2000).at(9000);
    expect(silent.record).toMatchObject({ failure: 'no_answer', endedMs: 5520 });
  });

  it('is asked for again where it broke off, and then is no loss', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1000));
    loses(call, 2000);
    expect(call.commands('respond')).toHaveLength(1);
    call.at(3500).answers('r1', 500);
    call.at(6500).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([
      { outcome: 'answered', failure: null, heardMs: 1500, answers: 2 },
      { outcome: 'answered', heardMs: 500 },
    ]);
    expect(call.record).toMatchObject({ outcome: 'completed', protocolViolations: 0 });
  });

  it('that does not come then is lost, and is the turn’s failure', () => {
    const call = calling(TWICE);
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' }, audio('r1', 1000));
    loses(call, 2000, CUT).at(12_000);
    expect(call.turns[0]).toMatchObject({ outcome: 'failed', failure: 'disconnected' });
  });

  it('is not asked for where all of it was heard', () => {
    const call = calling(TWICE);
    call.at(1900).answers('r1', 3000);
    loses(call, 2000);
    expect(call.commands('respond')).toHaveLength(0);
  });

  it('is the greeting, asked for once', () => {
    const call = calling([LISTEN], { target: { speaksFirst: 'agent' } });
    loses(call, 100);
    expect(call.commands('respond')).toHaveLength(2);
    call.at(700).answers('r1', 500).at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([{ kind: 'greeting', outcome: 'answered' }]);
  });

  it('is made of what a tool gave: the new session is told of the call, given the result once it is due, and asked', () => {
    const call = calling([SAY_HELLO, LISTEN], { tools: [tool('lookup', 2000)] });
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' });
    call.hears(toolCall('r1', 'c1', 'lookup', '{}'), done('r1'));
    loses(call, 2000);
    expect(told(call)[0]).toContainEqual({
      type: 'tool_call',
      callId: 'c1',
      name: 'lookup',
      arguments: '{}',
    });
    // The server says of the item what it said of its own: that is no other call.
    call.hears(toolCall(null, 'c1', 'lookup', '{}'));
    expect(call.commands('respond')).toHaveLength(0);
    call.at(3950);
    expect(call.sent.slice(-2).map(({ command, atMs }) => [command.type, atMs])).toEqual([
      ['tool_result', 3900],
      ['respond', 3900],
    ]);
    call.answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns).toMatchObject([
      { outcome: 'answered', tools: [{ callId: 'c1', answeredMs: 3900, heardMs: 3990 }] },
    ]);
  });

  it('of a tool whose result fell due meanwhile is given it with the replay, and the wait counts from there', () => {
    const call = calling([SAY_HELLO, LISTEN], { tools: [tool('lookup', 200)] });
    call.at(1900).hears({ type: 'answer_created', responseId: 'r1' });
    call.hears(toolCall('r1', 'c1', 'lookup', '{}'), done('r1'));
    loses(call, 2000);
    expect(call.sent.slice(-3).map(({ command }) => command.type)).toEqual([
      'replay',
      'tool_result',
      'respond',
    ]);
    call.at(3000).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', tools: [{ answeredMs: 2520 }] });
  });
});
