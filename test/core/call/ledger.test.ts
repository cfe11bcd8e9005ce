/** What the ledger of a call enters, event by event, without a caller who speaks: its turns are opened by hand. */

import { describe, expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { AgentEvent, AudioEvent, Command } from '../../../src/core/call/event.ts';
import { History } from '../../../src/core/call/history.ts';
import { Ledger } from '../../../src/core/call/ledger.ts';
import type { Turn } from '../../../src/core/call/turn.ts';
import type { TurnRecord, Usage } from '../../../src/core/log/record.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import { LISTEN, SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { audio, done, toolCall } from './rehearsed_call.ts';

type Changes = NonNullable<Parameters<typeof smallPlan>[1]> & { readonly history?: History };
type AnswerDone = Extract<AgentEvent, { type: 'answer_done' }>;

class Book {
  readonly effects: Effect[] = [];
  readonly ledger: Ledger;

  constructor({ history, ...changes }: Changes = {}) {
    const plan = smallPlan([SAY_HELLO, LISTEN], changes);
    const keep = (effect: Effect): void => void this.effects.push(effect);
    this.ledger = new Ledger(plan, callOf(plan, 0), keep, history ?? null);
  }

  /** A turn that waits for an answer. */
  turn(atMs = 0): Turn {
    return this.ledger.turns.open({
      step: 0,
      kind: 'say',
      expectsAnswer: true,
      utterance: null,
      atMs,
      firstFrame: 0,
    });
  }

  hears(atMs: number, ...events: readonly AgentEvent[]): this {
    for (const event of events) this.ledger.event(event, atMs);
    return this;
  }

  get commands(): readonly Command[] {
    return this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.command] : []));
  }

  /** All turns, those that are still open as they stand then. */
  written(atMs: number): readonly TurnRecord[] {
    this.ledger.close(null, null, atMs);
    return this.effects.flatMap((effect) =>
      effect.type === 'record' && effect.record.type === 'turn' ? [effect.record] : [],
    );
  }
}

const BY_EAR = { limits: { gapMs: 800 } };
const created = (responseId: string): AgentEvent => ({ type: 'answer_created', responseId });
/** A piece to which somebody has listened already. */
const listened = (responseId: string, ms: number, onsetMs: number | null): AgentEvent => ({
  ...(audio(responseId, ms) as AudioEvent),
  onsetMs,
});
const unnamed = (responseId: string, ms: number): AgentEvent => ({
  ...(audio(responseId, ms) as AudioEvent),
  itemId: '',
});
const doneByEar = (responseId: string): AgentEvent => ({
  ...(done(responseId) as AnswerDone),
  byEar: true,
});
const used = (audioOut: number): Usage => ({ ...noUsage, audioOut });
const billed = (responseId: string, audioOut: number): AnswerDone => ({
  ...(done(responseId) as AnswerDone),
  usage: used(audioOut),
});

describe('an answer that is found by ear', () => {
  it('is counted once, from the first piece that was listened to, and nobody has announced it', () => {
    const book = new Book(BY_EAR);
    book.turn();
    // Played from 1040, and audible 100 ms into it.
    book.hears(1000, listened('r', 500, 100)).hears(1200, listened('r', 300, 0));
    const [turn] = book.hears(1300, doneByEar('r')).written(5000);
    expect(turn).toMatchObject({
      answers: 1,
      marks: {
        answerCreated: null,
        firstContent: null,
        firstAudio: 1000,
        firstPlayed: 1040,
        firstHeard: 1140,
        answerDone: 1300,
      },
    });
  });

  it('is counted though its end is not found', () => {
    const book = new Book(BY_EAR);
    book.turn();
    expect(book.hears(1000, listened('r', 500, 100)).written(5000)[0]?.answers).toBe(1);
  });

  it('is counted where no piece of it came, and its end was found', () => {
    const book = new Book(BY_EAR);
    book.turn();
    expect(book.hears(1000, doneByEar('r')).written(5000)[0]?.answers).toBe(1);
  });

  it('is not, where it is told: what is not announced then is heard, and counted as none', () => {
    const book = new Book();
    book.turn();
    const [turn] = book.hears(1000, audio('r', 500), done('r')).written(5000);
    expect(turn).toMatchObject({ answers: 0, outcome: 'answered', marks: { firstHeard: 1040 } });
  });

  it('has words that tell nothing of when it was begun, and are words all the same', () => {
    const content: AgentEvent = { type: 'answer_content', responseId: 'r', itemId: '' };
    for (const [changes, firstContent] of [
      [BY_EAR, null],
      [{}, 900],
    ] as const) {
      const book = new Book(changes);
      const turn = book.turn();
      book.hears(900, content, done('r'));
      turn.missDeadline();
      expect(book.written(5000)[0]).toMatchObject({ failure: 'text_only', marks: { firstContent } });
    }
  });

  it('has stopped, where the caller cut in, when the last of it was heard', () => {
    const book = new Book(BY_EAR);
    const turn = book.turn();
    book.hears(1000, listened('r', 1000, 0));
    turn.bargeIn = { atMs: 1200, stoppedMs: null };
    expect(book.hears(1900, doneByEar('r')).written(5000)[0]?.bargeIn).toEqual({
      atMs: 1200,
      stoppedMs: 2040,
    });
  });

  it('stops nothing where nothing of it was audible, nor does one whose end is told', () => {
    const silent = new Book(BY_EAR);
    silent.turn().bargeIn = { atMs: 1200, stoppedMs: null };
    silent.hears(1000, listened('r', 1000, null), doneByEar('r'));
    expect(silent.written(5000)[0]?.bargeIn).toEqual({ atMs: 1200, stoppedMs: null });

    const told = new Book();
    told.turn().bargeIn = { atMs: 1200, stoppedMs: null };
    told.hears(1000, audio('r', 1000), done('r'));
    expect(told.written(5000)[0]?.bargeIn).toEqual({ atMs: 1200, stoppedMs: null });
  });

  it('leaves open whether the agent gives way, until it has said so once', () => {
    const untold = new Book(BY_EAR);
    untold.turn();
    expect(untold.written(5000)[0]?.stopsUntold).toBe(true);

    const told = new Book(BY_EAR);
    told.turn();
    expect(told.hears(1000, { type: 'interrupted' }).written(5000)[0]).not.toHaveProperty('stopsUntold');
  });
});

describe('the beginning of an answer', () => {
  it('leaves a mark where it is told, and none where it is only inferred', () => {
    const beginning = (event: AgentEvent): TurnRecord | undefined => {
      const book = new Book();
      book.turn();
      return book.hears(700, event).written(5000)[0];
    };
    expect(beginning(created('r'))).toMatchObject({ answers: 1, marks: { answerCreated: 700 } });
    expect(beginning({ type: 'answer_created', responseId: 'r', inferred: true })).toMatchObject({
      answers: 1,
      marks: { answerCreated: null },
    });
  });
});

describe('the item that audio belongs to, where it names none', () => {
  it('is the one that was named last', () => {
    const book = new Book();
    book.turn();
    book.hears(
      1000,
      { type: 'answer_content', responseId: 'r', itemId: 'first' },
      { type: 'answer_content', responseId: 'r', itemId: '' },
      unnamed('r', 500),
    );
    // Played from 1040 on.
    book.hears(1240, { type: 'interrupted' });
    expect(book.commands).toEqual([{ type: 'truncate', itemId: 'first', heardMs: 200 }]);
  });

  it('is none where the answer began with a tool, or with its end: nothing can be said of it then', () => {
    for (const first of [toolCall('r', 'c', 'look_up'), done('r')]) {
      const book = new Book();
      book.turn();
      book.hears(1000, first, unnamed('r', 500)).hears(1240, { type: 'interrupted' });
      expect(book.commands.filter(({ type }) => type === 'truncate')).toEqual([]);
    }
  });
});

describe('the words of an answer, piece by piece', () => {
  const content = (text?: string): AgentEvent => ({
    type: 'answer_content',
    responseId: 'r',
    itemId: 'i',
    ...(text === undefined ? {} : { text }),
  });

  it('are kept for another session, without those pieces that have none', () => {
    const history = new History();
    const book = new Book({ history });
    book.turn();
    book.hears(1000, content('Good '), content(), content('morning'), audio('r', 500));
    expect(history.items()).toEqual([{ type: 'agent', text: 'Good morning' }]);
  });

  it('are nothing to a call that replays none', () => {
    const book = new Book();
    book.turn();
    expect(book.hears(1000, content('Good morning')).written(5000)[0]?.marks.firstContent).toBe(1000);
  });
});

describe('what comes before there is anything it could belong to', () => {
  it('is passed over: speech, the tail of an answer, and what one has used, which is counted', () => {
    const book = new Book();
    book.hears(
      1000,
      { type: 'speech_started', itemId: 'u' },
      { type: 'speech_stopped', itemId: 'u' },
      { type: 'audio_tail', responseId: 'r', inaudibleMs: 100 },
      { type: 'used', responseId: 'r', usage: used(7) },
    );
    expect(book.ledger.usage).toEqual(used(7));
    expect(book.ledger.violations).toBe(0);
    expect(book.written(5000)).toEqual([]);
  });

  it('makes a turn of its own where it is a tool that is called', () => {
    const book = new Book();
    book.hears(1000, toolCall(null, 'c', 'look_up'));
    const turns = book.written(5000);
    expect(turns.map(({ kind, tools }) => [kind, tools?.map(({ callId }) => callId)])).toEqual([
      ['greeting', ['c']],
    ]);
  });
});

describe('a tool that is called', () => {
  const tools = [tool('look_up', 0)];

  it('belongs to the turn at hand where no answer is known', () => {
    const book = new Book();
    book.turn();
    expect(book.hears(1000, toolCall(null, 'c', 'look_up')).written(5000)[0]?.tools).toMatchObject([
      { callId: 'c', calledMs: 1000 },
    ]);
  });

  it('belongs to the turn at hand where that of its answer is written down', () => {
    const book = new Book();
    book.turn();
    book.hears(1000, created('r1'), audio('r1', 500));
    book.hears(1100, { type: 'answer_text', responseId: 'r1', text: 'words' }, done('r1'));
    book.turn(2000);
    book.ledger.settle(3000);
    expect(book.effects.filter(({ type }) => type === 'record')).toHaveLength(1);
    book.hears(3000, toolCall('r1', 'c', 'look_up'));
    expect(book.written(5000).map(({ turn, tools }) => [turn, tools?.length])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('is answered, and an answer is asked for, once its own answer is over', () => {
    const book = new Book({ tools });
    book.turn();
    book.hears(1000, created('r'), audio('r', 500), toolCall('r', 'c', 'look_up'));
    expect(book.commands).toEqual([{ type: 'tool_result', callId: 'c', output: 'look_up done' }]);
    book.hears(1100, done('r'));
    expect(book.commands.slice(1)).toEqual([{ type: 'respond', to: 'tools' }]);
  });

  it('is answered, and no answer asked for, where its own was cut off before', () => {
    const book = new Book({ tools });
    book.turn();
    book.hears(1000, created('r'), unnamed('r', 500)).hears(1240, { type: 'interrupted' });
    book.hears(1300, toolCall('r', 'c', 'look_up'), done('r'));
    expect(book.commands).toEqual([{ type: 'tool_result', callId: 'c', output: 'look_up done' }]);
  });

  it('holds an answer up no longer than its own goes on by ear', () => {
    const book = new Book({ tools });
    book.turn();
    book.hears(1000, created('r'), audio('r', 500), toolCall('r', 'c', 'look_up'));
    // Played until 1540; quiet for 1500 ms.
    expect(book.ledger.wakeMs).toBe(3040);
    expect(book.ledger.timer(3039)).toBe(false);
    expect(book.commands).toHaveLength(1);
    expect(book.ledger.timer(3040)).toBe(true);
    expect(book.commands.slice(1)).toEqual([{ type: 'respond', to: 'tools' }]);
  });
});

describe('words that the server has taken', () => {
  const committed: AgentEvent = { type: 'committed', itemId: 'u' };
  const detecting = (turnDetection: unknown): Changes =>
    ({ target: { session: { format: 'pcm16', turnDetection } } }) as Changes;

  it('are asked to be answered where the server does not by itself', () => {
    const detection = smallPlan([]).target.session.turnDetection;
    const asked = new Book(detecting({ ...detection, createResponse: false }));
    expect(asked.hears(1000, committed).commands).toEqual([{ type: 'respond', to: 'words' }]);
    expect(new Book(detecting(detection)).hears(1000, committed).commands).toEqual([]);
    expect(new Book(detecting(null)).hears(1000, committed).commands).toEqual([]);
  });
});

describe('a caller that has heard enough', () => {
  it('waits no longer for the end of an answer, once nothing of it is left to hear', () => {
    const book = new Book();
    book.turn();
    book.hears(1000, created('r'), audio('r', 1000));
    book.ledger.heardEnough(1500);
    expect(book.ledger.speaking).toBe(true);
    book.ledger.heardEnough(2100);
    expect(book.ledger.speaking).toBe(false);
    expect(book.ledger.violations).toBe(1);
  });
});

describe('a connection that is lost', () => {
  const tools = [tool('look_up', 500)];
  const waiting = (history?: History): { readonly book: Book; readonly turn: Turn } => {
    const book = new Book({ tools, ...(history === undefined ? {} : { history }) });
    const turn = book.turn();
    book.hears(1000, created('r'), audio('r', 300), toolCall('r', 'c', 'look_up'), done('r'));
    return { book, turn };
  };

  it('fails a turn that heard “let me see” and waits for what the tool gives', () => {
    const { book, turn } = waiting();
    book.ledger.disconnected('connection_lost');
    expect(book.ledger.lacks(turn)).toBe(true);
    expect(book.written(1400)[0]).toMatchObject({
      failure: 'connection_lost',
      detail: 'the connection broke in the middle of the answer',
    });
  });

  it('fails none whose answer was over', () => {
    const book = new Book();
    const turn = book.turn();
    book.hears(1000, created('r'), audio('r', 300), done('r'));
    book.ledger.disconnected('connection_lost');
    expect(book.ledger.lacks(turn)).toBe(false);
    expect(book.written(1400)[0]?.failure).toBeNull();
  });

  it('ends what the tools are at, unless another session is told of it', () => {
    const plain = waiting();
    plain.book.ledger.disconnected('connection_lost');
    expect(plain.book.ledger.desk.busy).toBe(false);
    plain.book.ledger.timer(1500);
    expect(plain.book.commands).toEqual([]);

    const replayed = waiting(new History());
    replayed.book.ledger.disconnected('connection_lost');
    expect(replayed.book.ledger.desk.busy).toBe(true);
    expect(replayed.book.ledger.wakeMs).toBe(Infinity);
    replayed.book.ledger.desk.resume(1500);
    expect(replayed.book.commands).toEqual([{ type: 'tool_result', callId: 'c', output: 'look_up done' }]);
  });

  it('leaves an answer owed to what was taken, unless another session is told of that', () => {
    const owed = (changes: Changes): boolean => {
      const book = new Book(changes);
      const turn = book.turn();
      book.hears(1000, { type: 'committed', itemId: 'u' });
      book.ledger.disconnected('connection_lost');
      return turn.owed;
    };
    expect(owed({})).toBe(true);
    expect(owed({ history: new History() })).toBe(false);
  });
});

describe('what an answer has used, told when only that still counts', () => {
  it('is added each time, and its end once', () => {
    const { ledger } = new Book();
    ledger.bill({ type: 'used', responseId: 'r', usage: used(7) });
    ledger.bill({ type: 'used', responseId: 'r', usage: used(7) });
    ledger.bill(billed('r', 40));
    ledger.bill(billed('r', 40));
    expect(ledger.usage).toEqual(used(54));
  });

  it('is not added where it was told in time', () => {
    const { ledger } = new Book().hears(1000, created('r'), billed('r', 40));
    ledger.bill(billed('r', 40));
    expect(ledger.usage).toEqual(used(40));
  });

  it('ends the answer of that name, unless it is of another connection', () => {
    const { ledger } = new Book().hears(1000, created('r'));
    ledger.bill(billed('r', 40), 0);
    expect(ledger.speaking).toBe(true);
    expect(ledger.usage).toEqual(used(40));
    ledger.bill(billed('r', 2));
    expect(ledger.speaking).toBe(false);
    expect(ledger.usage).toEqual(used(42));
  });
});
