import { describe, expect, it } from 'vitest';
import { Answers } from '../../../src/core/call/answers.ts';
import { Turn } from '../../../src/core/call/turn.ts';

const turn = (index = 0): Turn =>
  new Turn({
    turn: index,
    step: 0,
    kind: 'silence',
    expectsAnswer: true,
    utterance: null,
    atMs: 0,
    firstFrame: 0,
    frameMs: 100,
  });
const fresh = (): Answers => new Answers(-50);

describe('an answer', () => {
  it('begins with nothing come of it, and is known by its response', () => {
    const answers = fresh();
    const asked = turn();
    const answer = answers.begin('r1', 'i1', asked);
    expect(answer).toMatchObject({
      serial: 1,
      itemId: 'i1',
      items: new Map(),
      audio: null,
      follows: false,
      endsMs: -Infinity,
      begunMs: -Infinity,
      unasked: false,
      announced: false,
      active: true,
      muted: false,
      overdue: false,
      worded: false,
    });
    expect(answer.turn).toBe(asked);
    expect(answer.onset).not.toBeNull();
    expect(answers.get('r1')).toBe(answer);
    expect(answers.get('r2')).toBeUndefined();
    expect(answers.latest).toBe(1);
    expect(answers.begin('r2', '', asked).serial).toBe(2);
  });

  it('is being made until it ends, and is listened to until it is muted', () => {
    const answers = fresh();
    const state = () => [answers.active, answers.speaking];
    expect(state()).toEqual([false, false]);
    const answer = answers.begin('r1', '', turn());
    expect(state()).toEqual([true, true]);
    answers.mute();
    expect(state()).toEqual([true, false]);
    answers.end(answer);
    expect(state()).toEqual([false, false]);
  });

  it('is not muted where it has ended: what came of it is heard out', () => {
    const answers = fresh();
    const over = answers.begin('r1', '', turn());
    answers.end(over);
    const made = answers.begin('r2', '', turn());
    answers.mute();
    expect([over.muted, made.muted]).toEqual([false, true]);
  });

  it('keeps the turn it is of unfinished, and no other', () => {
    const answers = fresh();
    const [first, second] = [turn(0), turn(1)];
    const answer = answers.begin('r1', '', first);
    expect([answers.unfinished(first), answers.unfinished(second)]).toEqual([true, false]);
    answers.end(answer);
    expect(answers.unfinished(first)).toBe(false);
  });

  it('is owed from what was taken until it begins, or ends', () => {
    const answers = fresh();
    expect(answers.owing).toBe(false);
    answers.committed();
    answers.committed();
    expect(answers.owing).toBe(true);
    const answer = answers.begin('r1', '', turn());
    expect(answers.owing).toBe(false);
    answers.committed();
    answers.end(answer);
    expect(answers.owing).toBe(false);
    answers.committed();
    answers.abandon();
    expect(answers.owing).toBe(false);
  });
});

describe('an answer without a name', () => {
  it('is the one that is being made, and a new one where none is', () => {
    const answers = fresh();
    expect(answers.get('')).toBeUndefined();
    const first = answers.begin('', '', turn());
    expect(answers.get('')).toBe(first);
    answers.committed();
    expect(first.active).toBe(false);
    expect(answers.get('')).toBeUndefined();
    expect(answers.begin('', '', turn())).not.toBe(first);
    expect(answers.endless).toBe(0);
  });

  it('lacks no end, though it has none', () => {
    const answers = fresh();
    answers.begin('', '', turn());
    answers.begin('', '', turn());
    answers.giveUpWaiting();
    expect(answers.endless).toBe(0);
  });

  it('leaves those that have one to themselves as the caller is heard', () => {
    const answers = fresh();
    const named = answers.begin('r1', '', turn());
    answers.committed();
    expect(named.active).toBe(true);
    expect(answers.get('')).toBe(named);
  });
});

describe('the newest answer', () => {
  it('is the one that is being made, though one that is over began later', () => {
    const answers = fresh();
    expect(answers.newest()).toBeNull();
    const made = answers.begin('r1', '', turn());
    const over = answers.begin('r2', '', turn());
    expect(answers.newest()).toBe(over);
    answers.end(over);
    expect(answers.newest()).toBe(made);
    answers.end(made);
    expect(answers.newest()).toBe(over);
  });
});

describe('an answer without an end', () => {
  it('is one once it was waited for in vain', () => {
    const answers = fresh();
    const answer = answers.begin('r1', '', turn());
    expect(answers.endless).toBe(0);
    answers.giveUpWaiting();
    expect(answer.overdue).toBe(true);
    expect([answers.endless, answers.active, answers.speaking, answers.unfinished(answer.turn)]).toEqual([
      1,
      false,
      false,
      false,
    ]);
    answers.end(answer);
    expect(answers.endless).toBe(0);
  });

  it('is one once another has followed', () => {
    const answers = fresh();
    const first = answers.begin('r1', '', turn());
    answers.begin('r2', '', turn());
    expect(answers.endless).toBe(1);
    answers.end(first);
    expect(answers.endless).toBe(0);
  });

  it('is not waited for where nobody listens to it, nor once it has ended', () => {
    const answers = fresh();
    const over = answers.begin('r1', '', turn());
    answers.end(over);
    const muted = answers.begin('r2', '', turn());
    answers.mute();
    answers.giveUpWaiting();
    expect([over.overdue, muted.overdue, answers.endless]).toEqual([false, false, 0]);
  });

  it('stays one when it is no longer kept', () => {
    const answers = fresh();
    answers.begin('r0', '', turn());
    answers.giveUpWaiting();
    for (let i = 1; i <= 6; i++) answers.end(answers.begin(`r${i}`, '', turn()));
    expect(answers.get('r0')).toBeUndefined();
    expect(answers.endless).toBe(1);
  });
});

describe('of many answers', () => {
  it('the last six are kept, and all that are being made', () => {
    const answers = fresh();
    const made = answers.begin('made', '', turn());
    for (let i = 1; i <= 8; i++) answers.end(answers.begin(`r${i}`, '', turn()));
    const known = ['made', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'].filter(
      (id) => answers.get(id) !== undefined,
    );
    // The newest had not ended yet as there came to be seven.
    expect(known).toEqual(['made', 'r4', 'r5', 'r6', 'r7', 'r8']);
    expect(answers.get('made')).toBe(made);
    expect(answers.endless).toBe(1);
  });
});

describe('a lost connection', () => {
  it('breaks off what was heard and is not over, and nothing else', () => {
    const answers = fresh();
    const heard = answers.begin('heard', 'i1', turn());
    heard.onset = null;
    const unheard = answers.begin('unheard', 'i2', turn());
    const muted = answers.begin('muted', 'i3', turn());
    [muted.onset, muted.muted] = [null, true];
    const over = answers.begin('over', 'i4', turn());
    over.onset = null;
    answers.end(over);
    expect(answers.abandon()).toEqual([heard]);
    expect([heard, unheard, muted, over].map((answer) => [answer.muted, answer.active])).toEqual([
      [true, false],
      [true, false],
      [true, false],
      [false, false],
    ]);
    expect([heard, unheard, muted, over].map(({ itemId }) => itemId)).toEqual(['', '', '', '']);
    expect(answers.get('heard')).toBeUndefined();
    expect([answers.active, answers.endless]).toEqual([false, 0]);
  });

  it('leaves nothing known of their items, nor any words to wait for, and breaks off again nothing that it did before', () => {
    const answers = fresh();
    const heard = answers.begin('heard', 'i1', turn());
    heard.onset = null;
    heard.items.set('i1', 250);
    answers.abandon();
    expect([heard.items.size, heard.worded, answers.wordless(heard.turn)]).toEqual([0, true, false]);
    expect(answers.newest()).toBe(heard);
    expect(answers.abandon()).toEqual([]);
    expect(answers.unended).toBe(1);
  });
});

describe('the name of an answer', () => {
  it('is that of one being made until that is over, or was waited for in vain', () => {
    const answers = fresh();
    expect(answers.isBeingMade('r1')).toBe(false);
    const first = answers.begin('r1', '', turn());
    expect(answers.isBeingMade('r1')).toBe(true);
    answers.end(first);
    expect(answers.isBeingMade('r1')).toBe(false);
    answers.begin('r2', '', turn());
    answers.giveUpWaiting();
    expect(answers.isBeingMade('r2')).toBe(false);
  });

  it('may be another’s once that answer is over, and new words were taken', () => {
    const answers = fresh();
    answers.committed();
    expect(answers.namesAnother('r1')).toBe(false);
    const first = answers.begin('r1', '', turn());
    answers.committed();
    expect(answers.namesAnother('r1')).toBe(false);
    answers.end(first);
    expect(answers.namesAnother('r1')).toBe(false);
    answers.committed();
    expect(answers.namesAnother('r1')).toBe(true);
  });

  it('is free for another after that, and the answer is still known to its turn', () => {
    const answers = fresh();
    const first = answers.begin('r1', '', turn());
    answers.rename('r1');
    answers.rename('unknown');
    expect(answers.get('r1')).toBeUndefined();
    expect(answers.unfinished(first.turn)).toBe(true);
    const second = answers.begin('r1', '', turn(1));
    expect(answers.get('r1')).toBe(second);
    answers.rename('r1');
    expect([answers.unfinished(first.turn), answers.unfinished(second.turn)]).toEqual([true, true]);
    expect(answers.unended).toBe(2);
  });
});

describe('the words of an answer', () => {
  it('are waited for where something of it was audible, until they have come', () => {
    const answers = fresh();
    const [first, second] = [turn(0), turn(1)];
    const answer = answers.begin('r1', '', first);
    expect(answers.wordless(first)).toBe(false);
    answer.onset = null;
    expect([answers.wordless(first), answers.wordless(second)]).toEqual([true, false]);
    expect(answers.writes).toBe(false);
    answers.wrote(answer);
    expect([answers.wordless(first), answers.writes]).toEqual([false, true]);
  });
});

describe('an answer whose end was never told', () => {
  it('is counted where it is being made, was waited for in vain, is kept no longer or was broken off', () => {
    const answers = fresh();
    expect(answers.unended).toBe(0);
    answers.begin('forgotten', '', turn());
    answers.giveUpWaiting();
    for (let i = 1; i <= 6; i++) answers.end(answers.begin(`r${i}`, '', turn()));
    expect(answers.unended).toBe(1);
    answers.begin('lost', '', turn());
    expect(answers.unended).toBe(2);
    answers.abandon();
    expect(answers.unended).toBe(2);
    const made = answers.begin('made', '', turn());
    expect(answers.unended).toBe(3);
    answers.end(made);
    expect(answers.unended).toBe(2);
  });
});
