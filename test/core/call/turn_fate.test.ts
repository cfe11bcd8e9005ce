/** How a turn fails, what becomes of its marks as an answer is cut off, and how it is written down. */

import { describe, expect, it } from 'vitest';
import { Turn } from '../../../src/core/call/turn.ts';
import type { TurnStart } from '../../../src/core/call/turn_start.ts';
import { layOut } from '../../../src/core/call/utterance.ts';
import { clips } from '../plan/small_plan.ts';

/** "hello", from 1000 on: captured audible 980–1750; its first frame with speech is due at 1000. */
function hello(start: Partial<TurnStart> = {}): Turn {
  return new Turn({
    turn: 3,
    step: 2,
    kind: 'say',
    expectsAnswer: true,
    utterance: layOut([0], clips, 100),
    atMs: 1000,
    firstFrame: 9,
    frameMs: 100,
    ...start,
  });
}
const silence = (): Turn => hello({ kind: 'silence', utterance: null });
const record = (turn: Turn, atMs = 9000, cutOff = false) =>
  turn.record({ index: 5, caller: 'c', voice: 'ada' }, atMs, 12, cutOff);
const heardAt = (turn: Turn, atMs: number): void =>
  turn.heardFrom(atMs, { receivedMs: atMs - 60, playedMs: atMs });
const toolOf = (outcome: 'result' | 'never', answeredMs: number | null, heardMs: number | null = null) => ({
  name: 'look_up',
  callId: 'c1',
  arguments: '{}',
  calledMs: 2000,
  outcome,
  answeredMs,
  heardMs,
});

describe('a turn fails', () => {
  it('in the first way, but that of several failed answers the last one tells why', () => {
    const turn = hello();
    expect([turn.failure, turn.detail]).toEqual([null, null]);
    turn.fail('answer_failed', 'a');
    turn.fail('rate_limited', 'b');
    expect([turn.failure, turn.detail]).toEqual(['rate_limited', 'b']);
    turn.fail('connection_lost', 'c');
    expect([turn.failure, turn.detail]).toEqual(['rate_limited', 'b']);
    const lost = hello();
    lost.fail('connection_lost', 'a');
    lost.fail('answer_failed', 'b');
    expect([lost.failure, lost.detail]).toEqual(['connection_lost', 'a']);
  });

  it.each([
    ['no tool', [], null],
    ['a result', [toolOf('result', 2300)], 'nothing was heard after the result of look_up'],
    ['none ever', [toolOf('never', null)], 'look_up never gave a result'],
    ['none yet', [toolOf('result', null)], 'look_up had not given its result yet'],
    [
      'the last counts',
      [toolOf('never', null), toolOf('result', 2300)],
      'nothing was heard after the result of look_up',
    ],
  ])('unanswered, and says what was waited for: %s', (_name, tools, detail) => {
    const turn = hello();
    turn.tools.push(...tools);
    turn.missDeadline();
    expect(record(turn)).toMatchObject({ outcome: 'unanswered', failure: 'no_answer', detail });
    expect(turn.late).toBe(true);
  });

  it('inaudible where something came, and all of it was silence', () => {
    const turn = hello();
    turn.audio(300.4, 0);
    turn.unheard(100);
    turn.missDeadline();
    expect([turn.failure, turn.detail, turn.late]).toEqual([
      'inaudible',
      '300 ms of audio came, and nothing of it was audible',
      true,
    ]);
    expect(record(turn)).toMatchObject({ outcome: 'unanswered', answerAudioMs: 400.4 });
  });

  it('unanswered, and not inaudible, where all that came was thrown away, or was heard early', () => {
    const thrownAway = hello();
    thrownAway.unheard(300);
    thrownAway.missDeadline();
    expect(thrownAway.failure).toBe('no_answer');
    const early = hello();
    early.audio(300, 0);
    heardAt(early, 1200);
    early.missDeadline();
    expect(early.failure).toBe('no_answer');
    const heard = hello();
    heard.audio(300, 0);
    heardAt(heard, 2200);
    heard.missDeadline();
    expect(heard.failure).toBe('no_answer');
  });

  it('no more once an answer came in time; where it came too late, it did not', () => {
    const inTime = hello();
    inTime.fail('answer_failed', 'a');
    inTime.heardInTime();
    expect(inTime.failure).toBeNull();
    const afterAll = hello();
    afterAll.fail('answer_failed', 'a');
    afterAll.heardAfterAll();
    expect(afterAll.failure).toBeNull();
    const late = hello();
    late.missDeadline();
    late.heardAfterAll();
    expect(late.failure).toBe('no_answer');
  });
});

describe('the words of a turn', () => {
  it('can be heard from when the frame with their first sample is due', () => {
    const turn = hello();
    expect([turn.begunBy(999), turn.begunBy(1000)]).toEqual([false, true]);
    expect(silence().begunBy(-1)).toBe(true);
  });

  it('are untaken until they are committed, or answered', () => {
    expect(silence().untaken).toBe(false);
    const taken = hello();
    expect(taken.untaken).toBe(true);
    taken.committed('u1', 1900);
    expect(taken.untaken).toBe(false);
    const answered = hello();
    answered.answerCreated(1900);
    expect(answered.untaken).toBe(false);
  });

  it('start to be heard once', () => {
    const turn = hello();
    turn.speechStarted(1300);
    turn.speechStarted(1500);
    expect(turn.marks.speechStartedEvent).toBe(1300);
  });

  it('are taken with a debt, and not once the answer is heard', () => {
    const turn = hello();
    turn.committed('u1', 1900);
    expect([turn.owed, turn.marks.committed]).toEqual([true, 1900]);
    turn.answerCreated(1950);
    expect(turn.owed).toBe(false);
    heardAt(turn, 2100);
    turn.committed('u2', 2200);
    expect([turn.owed, turn.marks.committed]).toEqual([false, 1900]);
    expect(turn.transcribed('u2', false, 2300)).toBe(false);
    expect(turn.transcribed('u1', false, 2300)).toBe(true);
  });

  it('are transcribed once, by the name they were taken by', () => {
    const turn = hello();
    expect(turn.transcribed(null, false, 1800)).toBe(false);
    turn.committed('u1', 1900);
    expect(turn.transcribed('u0', false, 1950)).toBe(false);
    expect(turn.transcribed(null, false, 1950)).toBe(false);
    expect(turn.marks.transcribed).toBeNull();
    expect(turn.transcribed('u1', false, 2000)).toBe(true);
    expect(turn.transcribed('u1', false, 2500)).toBe(true);
    expect(turn.marks.transcribed).toBe(2000);
  });

  it('await their transcription since they were taken, and until it came or failed', () => {
    const turn = hello();
    expect(turn.awaitsTranscription(-Infinity)).toBe(false);
    turn.committed('u1', 1900);
    expect([turn.awaitsTranscription(1899), turn.awaitsTranscription(1900)]).toEqual([true, false]);
    turn.transcribed('u1', true, 2000);
    expect([turn.awaitsTranscription(0), turn.marks.transcribed]).toEqual([false, null]);
    // A second part of the utterance is to be transcribed anew.
    turn.committed('u2', 2100);
    expect(turn.awaitsTranscription(0)).toBe(true);
  });

  it('end where they are broken off, and not before they began', () => {
    const middle = hello();
    middle.brokenOff(1300);
    expect(middle.marks).toMatchObject({ speechEnd: 1300, speechEndDue: 1300 });
    const before = hello();
    before.brokenOff(900);
    expect(before.marks).toMatchObject({ speechStart: 980, speechEnd: 980, speechEndDue: 980 });
    const after = hello();
    after.brokenOff(1750);
    expect(after.marks).toMatchObject({ speechEnd: 1750, speechEndDue: 1800 });
    const none = silence();
    none.brokenOff(1100);
    expect(none.marks).toMatchObject({ speechEnd: 1000, speechEndDue: null });
  });
});

describe('an agent that is heard', () => {
  it('interrupts from the first sample of the words to the last, and not after', () => {
    const interrupted = (atMs: number, turn = hello()): boolean => {
      turn.spokenOver(atMs);
      return record(turn).agentInterrupted;
    };
    expect([979, 980, 1749, 1750].map((atMs) => interrupted(atMs))).toEqual([false, true, true, false]);
    expect(interrupted(1000, silence())).toBe(false);
    expect(interrupted(1000, hello({ kind: 'greeting', utterance: null }))).toBe(false);
  });

  it('has not interrupted where it is hushed before the sample was heard', () => {
    const hushedAt = (atMs: number): boolean => {
      const turn = hello();
      turn.spokenOver(1200);
      turn.spokenOver(1400);
      turn.hushed(atMs);
      return record(turn).agentInterrupted;
    };
    expect([1199, 1200, 1201, 1399].map(hushedAt)).toEqual([false, false, true, true]);
    const quiet = hello();
    quiet.hushed(1200);
    expect(record(quiet).agentInterrupted).toBe(false);
  });

  it('is heard early before the last sample, and answers from it on', () => {
    const early = hello();
    heardAt(early, 1749);
    heardAt(early, 1749.5);
    expect([early.heard, early.heardEarlyMs]).toEqual([false, 1749]);
    expect(record(early).marks.firstHeard).toBe(1749);
    const inTime = hello();
    heardAt(inTime, 1750);
    expect([inTime.heard, inTime.heardEarlyMs]).toEqual([true, null]);
    const prompt = silence();
    heardAt(prompt, 900);
    expect(prompt.marks.firstHeard).toBe(900);
  });

  it('has not answered with what it began too early, and has with what it began after the words', () => {
    const goesOn = hello();
    goesOn.answerCreated(1749);
    heardAt(goesOn, 1700);
    heardAt(goesOn, 2000);
    expect(goesOn.heard).toBe(false);
    const anew = hello();
    anew.answerCreated(1100);
    heardAt(anew, 1700);
    anew.answerCreated(1750);
    heardAt(anew, 2000);
    expect(anew.marks).toMatchObject({
      firstHeard: 2000,
      firstAudio: 1940,
      firstContent: 1940,
      answerCreated: 1750,
    });
    const unannounced = hello();
    heardAt(unannounced, 1700);
    heardAt(unannounced, 2000);
    expect(unannounced.marks.firstHeard).toBe(2000);
  });

  it('leaves the marks of the answer that is heard as they are', () => {
    const turn = hello();
    turn.answerCreated(1900);
    turn.firstContent(2500);
    heardAt(turn, 2100);
    turn.answerCreated(3000);
    turn.firstContent(3100);
    turn.speechStopped(3200);
    heardAt(turn, 3300);
    expect(turn.marks).toMatchObject({
      answerCreated: 1900,
      firstContent: 2040,
      firstAudio: 2040,
      firstPlayed: 2100,
      firstHeard: 2100,
      speechStoppedEvent: null,
    });
    expect(record(turn).answers).toBe(2);
  });
});

describe('an answer that is cut off', () => {
  it('was heard up to then, and no answer where that is before its first sample', () => {
    const cutAt = (atMs: number) => {
      const turn = hello();
      turn.audio(500, 0);
      turn.firstContent(1990);
      heardAt(turn, 2100);
      turn.heardUntil(2600);
      turn.tools.push(toolOf('result', 2050, 2100));
      turn.lost(200, atMs);
      return record(turn);
    };
    expect(cutAt(2101)).toMatchObject({
      outcome: 'answered',
      heardMs: 300,
      answerAudioMs: 500,
      marks: { firstContent: 1990, firstAudio: 2040, firstPlayed: 2100, firstHeard: 2100, lastHeard: 2101 },
      tools: [{ heardMs: 2100 }],
    });
    expect(cutAt(2100)).toMatchObject({
      outcome: 'not_expected',
      marks: { firstContent: null, firstAudio: null, firstPlayed: null, firstHeard: null, lastHeard: null },
      tools: [{ heardMs: null }],
    });
  });

  it('was not even heard early where that is before its first sample', () => {
    const cutAt = (atMs: number) => {
      const turn = hello();
      heardAt(turn, 1500);
      turn.lost(200, atMs);
      return turn.heardEarlyMs;
    };
    expect([cutAt(1499), cutAt(1500), cutAt(1501)]).toEqual([null, null, 1500]);
  });

  it('leaves nothing less than nothing', () => {
    const turn = hello();
    turn.audio(100, 0);
    turn.lost(150, 2000);
    expect(record(turn).heardMs).toBe(0);
  });
});

describe('a turn that is written down', () => {
  it('was answered, interrupted, or nothing was expected of it', () => {
    const heard = (): Turn => {
      const turn = hello();
      heardAt(turn, 2000);
      return turn;
    };
    expect(record(hello()).outcome).toBe('not_expected');
    expect(record(hello(), 9000, true).outcome).toBe('not_expected');
    expect(record(heard()).outcome).toBe('answered');
    expect(record(heard(), 9000, true).outcome).toBe('interrupted');
    const over = heard();
    over.bargeIn = { atMs: 2200, stoppedMs: null };
    expect(record(over).outcome).toBe('answered');
    over.bargeIn = { atMs: 2200, stoppedMs: 2300 };
    expect(record(over).outcome).toBe('interrupted');
    over.fail('answer_failed', null);
    expect(record(over).outcome).toBe('failed');
  });

  it('was heard up to the end of its audio, at most to now, and at least to its first sample', () => {
    const until = (untilMs: number, atMs: number) => {
      const turn = hello();
      heardAt(turn, 2000);
      turn.heardUntil(untilMs);
      return record(turn, atMs).marks.lastHeard;
    };
    expect([until(2500, 9000), until(2500, 2300), until(2500, 1990)]).toEqual([2500, 2300, 2000]);
  });

  it('carries what it was told, and not its own working copy of it', () => {
    const turn = hello();
    const called = toolOf('result', null);
    turn.tools.push(called);
    turn.audio(100, 0);
    turn.audio(100, 30);
    turn.audio(100, 0.5);
    const written = record(turn);
    expect(written).toMatchObject({
      call: 5,
      turn: 3,
      step: 2,
      caller: 'c',
      voice: 'ada',
      rttMs: 12,
      // Frame 9 is its first; the last sample is in the ninth after that.
      speechEndFrame: 17,
      underruns: { count: 2, ms: 30.5 },
    });
    expect(written.tools).toEqual([called]);
    expect(written.tools?.[0]).not.toBe(called);
    expect(written.marks).not.toBe(turn.marks);
  });
});
