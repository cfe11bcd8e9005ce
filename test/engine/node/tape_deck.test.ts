import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { CallRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { TapeDeck, type FinishedTape } from '../../../src/engine/node/tape_deck.ts';
import type { WhichCalls } from '../../../src/engine/recording/which_calls.ts';

const SEED = 7;
const MEMORY_BYTES = 200_000;

function deck(which: WhichCalls = { kind: 'all' }) {
  const { port1, port2 } = new MessageChannel();
  const got: FinishedTape[] = [];
  port2.on('message', (tape: FinishedTape) => got.push(tape));
  return {
    deck: new TapeDeck({ which, memoryBytes: MEMORY_BYTES, port: port1 }, SEED),
    recorder: port2,
    got,
  };
}

function over(call: number, failure: CallRecord['failure'] = null): CallRecord {
  const outcome = failure === null ? 'completed' : 'failed';
  return { type: 'call', call, caller: 'talker', voice: 'ada', outcome, failure } as CallRecord;
}

const failedTurn = {
  type: 'turn',
  call: 4,
  turn: 0,
  kind: 'say',
  failure: 'no_answer',
  marks: { speechStart: 0, speechEnd: 1000, firstHeard: null },
} as unknown as TurnRecord;

describe('a deck of tapes', () => {
  it('hands a tape over once its call is over, with what it is worth', async () => {
    const { deck: tapes, recorder, got } = deck({ kind: 'worst', count: 1 });
    const tape = tapes.tapeFor(4);
    tape?.opened(1000);
    tape?.frame(9);
    tapes.told(failedTurn);
    tapes.told(over(4));
    tapes.close();
    await once(recorder, 'close');
    expect(got).toMatchObject([
      {
        call: 4,
        caller: 'talker',
        voice: 'ada',
        outcome: 'completed',
        merit: [1, -1, -4],
        reason: 'turn 0 failed: no_answer',
        content: { openings: [{ dueMs: 1000, firstFrame: 0 }], frames: Uint32Array.of(9) },
      },
    ]);
  });

  it('hands over nothing of a call that never spoke, nor of one that is not recorded', async () => {
    const { deck: tapes, recorder, got } = deck({ kind: 'sample', count: 1 });
    tapes.tapeFor(0);
    tapes.told(over(0, 'connect_refused'));
    const others = Array.from({ length: 50 }, (_, i) => i + 1);
    const recorded = others.filter((call) => tapes.tapeFor(call) !== null);
    expect(recorded.length).toBeLessThan(20);
    for (const call of others) if (!recorded.includes(call)) tapes.told(over(call));
    tapes.close();
    await once(recorder, 'close');
    expect(got).toEqual([]);
  });

  it('owns up to a call that it had no memory for, and has it again once what it handed over is written', async () => {
    const { deck: tapes, recorder, got } = deck();
    const long = (call: number): void => {
      const tape = tapes.tapeFor(call);
      tape?.opened(0);
      tape?.arrives({ copy: (from, to, into, at) => into.fill(65, at, at + to - from) }, 0, 130_000);
      tape?.played(1, 1);
      tapes.told(over(call));
    };
    long(1);
    long(2);
    while (got.length < 2) await once(recorder, 'message');
    expect(got.map(({ call, content }) => [call, content === null])).toEqual([
      [1, false],
      [2, true],
    ]);
    recorder.postMessage({ bytes: got[0]?.content?.bytes ?? 0 });
    // It takes a moment to hear of it.
    for (let call = 3; got.at(-1)?.content === null; call++) {
      long(call);
      await once(recorder, 'message');
    }
    tapes.close();
  });

  it('records no more once the recorder is gone', async () => {
    const { deck: tapes, recorder } = deck();
    const tape = tapes.tapeFor(1);
    tape?.opened(0);
    recorder.close();
    // It takes a moment to hear of it.
    let call = 2;
    while (tapes.tapeFor(call) !== null) {
      call++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(tape?.givenUp).toBe(true);
    expect(() => tapes.told(over(1))).not.toThrow();
  });
});
