/** What another session is told of a conversation: word for word, in order, and no more than was heard. */

import { beforeEach, describe, expect, it } from 'vitest';
import { Answers, type Answer } from '../../../src/core/call/answers.ts';
import { History } from '../../../src/core/call/history.ts';
import { Turn } from '../../../src/core/call/turn.ts';
import { layOut } from '../../../src/core/call/utterance.ts';
import { clips } from '../plan/small_plan.ts';
import { toolCall } from './rehearsed_call.ts';

const utterance = layOut([0], clips, 100);

let history = new History();
let answers = new Answers(-50, history);
let turns = 0;

beforeEach(() => {
  history = new History();
  answers = new Answers(-50, history);
  turns = 0;
});

function turn(): Turn {
  const fixed = { step: 0, kind: 'say', expectsAnswer: true, firstFrame: 0, frameMs: 100 } as const;
  return new Turn({ ...fixed, turn: turns++, utterance, atMs: 0 });
}

function begins(id = `r${answers.latest}`): Answer {
  return answers.begin(id, '', turn());
}

/** An answer with these words, of so much audio, so much of which was not heard. */
function answer(words: string, ms = 1000, unheardMs = 0): Answer {
  const made = begins();
  history.came(made, ms, true);
  history.wrote(made, words);
  history.lost(made, unheardMs);
  return made;
}

/** Each item as a person would read it. */
function told(): readonly string[] {
  return history
    .items()
    .map((item) =>
      item.type === 'tool_call'
        ? `${item.callId}: ${item.name}${item.arguments}`
        : item.type === 'tool_result'
          ? `${item.callId} gave ${item.output}`
          : `${item.type}: ${item.text}`,
    );
}

describe('the history of a conversation', () => {
  it('has all that was said and called, in order', () => {
    history.said(turn(), 'where is my order');
    const called = toolCall('r1', 'c1', 'lookup', '{"n":1}');
    if (called.type === 'tool_call') history.called(called);
    history.gave('c1', '{"state":"sent"}');
    answer('It was sent.');
    history.said(turn(), 'thanks');
    expect(told()).toEqual([
      'caller: where is my order',
      'c1: lookup{"n":1}',
      'c1 gave {"state":"sent"}',
      'agent: It was sent.',
      'caller: thanks',
    ]);
  });

  it('has the caller’s words as the service understood them, part after part, each with its own turn', () => {
    const [first, second] = [turn(), turn()];
    history.said(first, 'one');
    history.said(second, 'two');
    history.transcribed(first, 'won');
    history.transcribed(first, 'and more');
    expect(told()).toEqual(['caller: won and more', 'caller: two']);
    // Nothing was understood of it: then there is nothing to tell.
    history.transcribed(second, '');
    expect(told()).toEqual(['caller: won and more']);
    history.transcribed(turn(), 'of words that nobody said');
    expect(told()).toHaveLength(1);
  });

  it('has nothing of words that were lost, and all else', () => {
    const lost = turn();
    history.said(turn(), 'kept');
    history.said(lost, 'lost');
    answer('Yes.');
    history.forget(lost);
    expect(told()).toEqual(['caller: kept', 'agent: Yes.']);
  });

  it('has an answer’s items joined by a space, and of one that is still being written what there is', () => {
    const made = begins();
    history.came(made, 1000, true);
    for (const piece of ['What ', 'is ']) history.writes(made, piece);
    expect(told()).toEqual(['agent: What is']);
    history.wrote(made, 'What is it?');
    expect(told()).toEqual(['agent: What is it?']);
    history.wrote(made, '');
    history.wrote(made, 'Tell me.');
    history.writes(made, ' Please');
    expect(told()).toEqual(['agent: What is it? Tell me. Please']);
  });

  it('has nothing of an answer of which no audio came, or nothing was heard', () => {
    history.wrote(begins(), 'Never spoken.');
    answer('All of it was thrown away.', 1000, 1000);
    // More than came cannot be lost; a client may say so all the same.
    answer('And more than that.', 1000, 3000);
    expect(told()).toEqual([]);
  });

  it.each([
    [0, 'one two three four'],
    [1, 'one two three'],
    [500, 'one two'],
    // A letter less, and it is no word any more.
    [833, 'one'],
    [834, ''],
  ])(
    'has an answer of 1 s, %d ms of which were not heard, to its last whole word: “%s”',
    (unheardMs, text) => {
      answer('one two three four', 1000, unheardMs);
      expect(told()).toEqual(text === '' ? [] : [`agent: ${text}`]);
    },
  );

  it('counts audio that came after an answer was cut off as not heard', () => {
    const made = begins();
    history.wrote(made, 'one two three four');
    history.came(made, 500, true);
    expect(told()).toEqual(['agent: one two three four']);
    history.came(made, 500, false);
    expect(told()).toEqual(['agent: one two']);
  });

  it('has nothing of answers that it was not told of', () => {
    const foreign = new Answers(-50).begin('x', '', turn());
    history.came(foreign, 1000, true);
    history.writes(foreign, 'nobody');
    history.wrote(foreign, 'knows');
    history.lost(foreign, 1);
    expect(told()).toEqual([]);
  });

  it('is bounded: the newest 400 entries, and an answer that writes without end is cut', () => {
    for (let n = 0; n < 400; n++) history.said(turn(), `${n}`);
    expect(told()).toHaveLength(400);
    history.said(turn(), '400');
    expect(told()).toHaveLength(400);
    expect([told()[0], told().at(-1)]).toEqual(['caller: 1', 'caller: 400']);
    const [writing, written] = [begins('a'), begins('b')];
    for (const made of [writing, written]) history.came(made, 1000, true);
    for (let n = 0; n < 5; n++) {
      history.writes(writing, 'x'.repeat(10_000));
      history.wrote(written, 'y'.repeat(10_000));
    }
    expect(
      told()
        .slice(-2)
        .map(({ length }) => length),
    ).toEqual(['agent: '.length + 20_000, 'agent: '.length + 20_001]);
  });
});
