/** What a caller's client makes of the agent's audio, and what stops when it stops playing: told by the records of hand-made turns. */

import { describe, expect, it } from 'vitest';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { AgentEvent, AudioEvent } from '../../../src/core/call/event.ts';
import { Ledger } from '../../../src/core/call/ledger.ts';
import type { OpenMurmur } from '../../../src/core/call/murmur.ts';
import type { Turn } from '../../../src/core/call/turn.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { audio } from './rehearsed_call.ts';

const created: AgentEvent = { type: 'answer_created', responseId: 'r' };
const INTERRUPTED: AgentEvent = { type: 'interrupted' };

class Client {
  readonly effects: Effect[] = [];
  readonly ledger: Ledger;
  readonly turn: Turn;

  constructor() {
    const plan = smallPlan([SAY_HELLO, LISTEN]);
    const keep = (effect: Effect): void => void this.effects.push(effect);
    this.ledger = new Ledger(plan, callOf(plan, 0), keep);
    this.turn = this.ledger.turns.open({
      step: 3,
      kind: 'say',
      expectsAnswer: true,
      utterance: null,
      atMs: 0,
      firstFrame: 0,
    });
  }

  hears(atMs: number, ...events: readonly AgentEvent[]): this {
    for (const event of events) this.ledger.event(event, atMs);
    return this;
  }

  /** Half a second of an answer, heard from 1040 to 1540. */
  answered(): this {
    return this.hears(1000, created, audio('r', 500));
  }

  get told(): readonly (readonly [string, number])[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'send' && effect.command.type === 'truncate'
        ? [[effect.command.itemId, effect.command.heardMs] as const]
        : [],
    );
  }

  get heardUntilMs(): number {
    return this.turn.heardUntilMs;
  }
}

const piece = (itemId: string, ms: number): AgentEvent => ({ ...(audio('r', ms) as AudioEvent), itemId });
const murmur = (atMs: number, inSilence = false): OpenMurmur => ({
  atMs,
  stoppedMs: null,
  as: 'backchannel',
  said: 'mm-hm',
  endMs: atMs + 260,
  ...(inSilence ? { inSilence: true as const } : {}),
});

describe('an answer that begins to be heard', () => {
  it('is told of once, with the step that it answers', () => {
    const client = new Client().answered().hears(1200, audio('r', 500));
    expect(client.effects.filter(({ type }) => type === 'moment')).toEqual([
      { type: 'moment', moment: 'answer', step: 3, atMs: 1040 },
    ]);
    expect(client.heardUntilMs).toBe(2040);
  });
});

describe('the end of an answer', () => {
  const tail: AgentEvent = { type: 'audio_tail', responseId: 'r', inaudibleMs: 200 };

  it('is where it falls silent', () => {
    const client = new Client().answered().hears(1100, tail);
    expect(client.heardUntilMs).toBe(1340);
    expect(client.ledger.playback.audible).toEqual([{ startMs: 1040, endMs: 1340 }]);
  });

  it('is where it was cut off, however silent the rest would have been', () => {
    const client = new Client().answered().hears(1240, INTERRUPTED, tail);
    expect(client.heardUntilMs).toBe(1240);
    expect(client.ledger.playback.audible).toEqual([{ startMs: 1040, endMs: 1240 }]);
  });

  it('is nowhere where it has never been audible', () => {
    const client = new Client();
    client.hears(1000, created, { ...(audio('r', 500) as AudioEvent), onsetMs: null }).hears(1100, tail);
    expect(client.heardUntilMs).toBe(-Infinity);
    expect(client.ledger.playback.audible).toEqual([]);
  });
});

describe('a client that stops playing', () => {
  it('tells how much of the item was heard, and of each that still comes, once, that it was not', () => {
    const client = new Client().answered().hears(1240, INTERRUPTED);
    client.hears(1300, piece('item-r', 100), piece('two', 100), piece('two', 100));
    expect(client.told).toEqual([
      ['item-r', 200],
      ['two', 0],
    ]);
    client.ledger.close(null, null, 5000);
    expect(client.effects.at(-1)).toMatchObject({ record: { answerAudioMs: 800, heardMs: 200 } });
  });

  it('does so once: a second word of it finds nothing to stop', () => {
    const client = new Client().answered();
    client.turn.bargeIn = { atMs: 1100, stoppedMs: null };
    client.hears(1240, INTERRUPTED).hears(1300, INTERRUPTED);
    expect(client.told).toEqual([['item-r', 200]]);
    expect(client.turn.bargeIn).toEqual({ atMs: 1100, stoppedMs: 1240 });
  });

  it('stops an interrupted answer when it was last audible, where that was before', () => {
    const client = new Client().answered();
    client.turn.bargeIn = { atMs: 1100, stoppedMs: null };
    client.hears(1200, { type: 'audio_tail', responseId: 'r', inaudibleMs: 200 });
    client.hears(1440, INTERRUPTED);
    expect(client.turn.bargeIn).toEqual({ atMs: 1100, stoppedMs: 1340 });
  });

  it('stops it no sooner than the caller cut in, where it had fallen silent before that', () => {
    const client = new Client().answered();
    client.turn.bargeIn = { atMs: 1400, stoppedMs: null };
    client.hears(1200, { type: 'audio_tail', responseId: 'r', inaudibleMs: 200 });
    client.hears(1440, INTERRUPTED);
    expect(client.turn.bargeIn).toEqual({ atMs: 1400, stoppedMs: 1400 });
  });

  it.each([
    ['the murmur that was made over the answer', murmur(1100), null, 1240],
    ['one made as it stops', murmur(1240), null, 1240],
    ['none that is still to be made', murmur(1241), null, null],
    ['none that was made into a silence', murmur(1100, true), null, null],
    ['none where the caller had cut in by then', murmur(1100), 1240, null],
    ['one where the caller is only about to cut in', murmur(1100), 1241, 1240],
  ])('has stopped for %s', (_which, made, cutInMs, stoppedMs) => {
    const client = new Client().answered();
    client.turn.backchannels.push(murmur(1050), made);
    if (cutInMs !== null) client.turn.bargeIn = { atMs: cutInMs, stoppedMs: null };
    client.hears(1240, INTERRUPTED);
    expect(client.turn.backchannels.map((each) => each.stoppedMs)).toEqual([null, stoppedMs]);
  });

  it('tells a later session nothing of the items that only an earlier one knew', () => {
    const client = new Client().answered();
    client.ledger.disconnected('connection_lost');
    client.ledger.stopListening(1240);
    expect(client.told).toEqual([]);
    expect(client.heardUntilMs).toBe(1240);
  });
});
