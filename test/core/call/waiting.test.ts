/** What the server has heard and not yet taken: a caller that murmurs over a filler does not take its end for the answer's. */

import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/core/call/turn.ts';
import { Waiting } from '../../../src/core/call/waiting.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { done, RehearsedCall, toolCall } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;
const MURMUR = {
  op: 'backchannel',
  afterMs: 400,
  speech: [{ utterance: 'mm-hm' }],
  onTimeout: 'fail',
} as const;

/** The filler is cut off by the murmur, the end of which is heard at 3600. */
function murmured(): RehearsedCall {
  const plan = smallPlan([SAY_HELLO, MURMUR, LISTEN], { tools: [tool('lookup', 100)] });
  const call = new RehearsedCall(plan).connected().at(1960).answers('filler', 800);
  call.at(2560).hears({ type: 'speech_started', itemId: 'u2' });
  return call.at(3600).hears({ type: 'speech_stopped', itemId: 'u2' });
}

describe('a murmur over a filler that the server hears', () => {
  it('leaves the answer open between its end and its being taken', () => {
    const call = murmured().at(3650).hears({ type: 'committed', itemId: 'u2' });
    call.at(3900).answers('r2', 1000).at(9000).input(CLOSED);
    expect(call.turns).toHaveLength(1);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', answers: 2 });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 4940 });
  });

  it('is waited for no longer than what the server answers without ever saying that it has taken it', () => {
    const call = murmured().at(3900).answers('r2', 1000).at(9000).input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 4940 });
  });

  it('is over by ear where the server drops it without a word', () => {
    const call = murmured().at(9000).input(CLOSED);
    expect(call.turns[0]).toMatchObject({ outcome: 'answered', answers: 1 });
    expect(call.record).toMatchObject({ outcome: 'completed', endedMs: 5100 });
  });

  it('is what the agent answers next: nobody asks for an answer to what was called before it is taken', () => {
    const call = murmured()
      .hears(toolCall('filler', 'c1', 'lookup'), done('filler'))
      .at(3750);
    expect(call.commands('tool_result')).toHaveLength(1);
    expect(call.commands('respond')).toEqual([]);
  });
});

const QUIET_MS = 1500;

/** Nothing told, nothing owed, nothing played after 1000; a turn given up at 9000. */
function nothingGoesOn() {
  const answers = { latest: 1, owing: false, speaking: false };
  const desk = { heldUp: false, waitsSinceMs: (): number | null => null };
  const heard = { endsMs: 1000 };
  const playback = { endsMs: () => heard.endsMs };
  const waiting = new Waiting({ answers, playback, desk, quietMs: QUIET_MS });
  const turn = { deadlineMs: 9000, patienceMs: 4000 } as Turn;
  return { answers, desk, heard, waiting, turn };
}

describe('somebody waits for an answer', () => {
  it('while it is heard, while one is owed, and for a while after it stopped', () => {
    const { answers, waiting } = nothingGoesOn();
    expect(waiting.spokenTo(0)).toBe(false);
    waiting.speechStarted();
    expect(waiting.spokenTo(100_000)).toBe(true);
    waiting.speechStopped(2000);
    expect([2000, 3499, 3500].map((atMs) => waiting.spokenTo(atMs))).toEqual([true, true, false]);
    answers.owing = true;
    expect(waiting.spokenTo(3500)).toBe(true);
  });

  it('no longer once what was heard is taken, or an answer has begun since it stopped', () => {
    const taken = nothingGoesOn().waiting;
    taken.speechStopped(2000);
    taken.speechTaken();
    expect(taken.spokenTo(2100)).toBe(false);
    taken.speechStarted();
    taken.speechTaken();
    expect(taken.spokenTo(2100)).toBe(false);

    const { answers, waiting } = nothingGoesOn();
    waiting.speechStopped(2000);
    answers.latest = 2;
    expect(waiting.spokenTo(2100)).toBe(false);
    // Of the next words it is the answer before them.
    waiting.speechStopped(2200);
    expect(waiting.spokenTo(2300)).toBe(true);
  });

  it('and what it had stopped before counts no more once it speaks again', () => {
    const { waiting, turn } = nothingGoesOn();
    waiting.speechStopped(2000);
    waiting.speechStarted();
    expect(waiting.answerOverMs(turn)).toBe(9000);
    waiting.speechTaken();
    expect(waiting.answerOverMs(turn)).toBe(1000);
  });
});

describe('an answer is over', () => {
  it('when the last of it has been played, where nothing more may come', () => {
    const { waiting, turn } = nothingGoesOn();
    waiting.came(5000);
    expect(waiting.answerOverMs(turn)).toBe(1000);
  });

  it('not before what was heard may have been taken', () => {
    const { heard, waiting, turn } = nothingGoesOn();
    waiting.speechStopped(2000);
    expect(waiting.answerOverMs(turn)).toBe(3500);
    heard.endsMs = 3600;
    expect(waiting.answerOverMs(turn)).toBe(3600);
  });

  it('by the turn’s own deadline while another is owed', () => {
    const { answers, heard, waiting, turn } = nothingGoesOn();
    answers.owing = true;
    expect(waiting.answerOverMs(turn)).toBe(9000);
    heard.endsMs = 9500;
    expect(waiting.answerOverMs(turn)).toBe(9500);
  });

  it('by ear while it goes on: a while after the last of it was played or came', () => {
    const { answers, heard, waiting, turn } = nothingGoesOn();
    answers.speaking = true;
    answers.owing = true;
    expect(waiting.answerOverMs(turn)).toBe(2500);
    waiting.came(1800);
    expect(waiting.answerOverMs(turn)).toBe(3300);
    heard.endsMs = 2000;
    expect(waiting.answerOverMs(turn)).toBe(3500);
  });
});

describe('a tool', () => {
  it('puts off the caller’s patience, from its result or from the end of what was heard before', () => {
    const { desk, heard, waiting, turn } = nothingGoesOn();
    expect(waiting.toolDeadlineMs(turn)).toBeNull();
    desk.waitsSinceMs = () => 2000;
    expect(waiting.toolDeadlineMs(turn)).toBe(6000);
    heard.endsMs = 2500;
    expect(waiting.toolDeadlineMs(turn)).toBe(6500);
    desk.waitsSinceMs = () => Infinity;
    expect(waiting.toolDeadlineMs(turn)).toBe(Infinity);
  });

  it('is held up by the answer that called it until that is over by ear', () => {
    const { desk, waiting } = nothingGoesOn();
    expect(waiting.heldUpUntilMs).toBe(Infinity);
    desk.heldUp = true;
    expect(waiting.heldUpUntilMs).toBe(2500);
    waiting.came(1200);
    expect(waiting.heldUpUntilMs).toBe(2700);
  });
});
