import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nothingHeard,
  type Recognition,
  type Recognizer,
} from '../../../../src/agent/ear/recognizer/recognition.ts';
import { Transcriber } from '../../../../src/agent/ear/recognizer/transcriber.ts';

const page: Recognition = {
  utterances: ['yes'],
  transcript: 'Yes.',
  confidence: 1,
  complete: true,
  unfinished: null,
};

/** Remembers what it was given since it began. */
class Ledger implements Recognizer {
  heard: number[] = [];

  begin(): void {
    this.heard = [];
  }

  push(pcm8k: Int16Array): void {
    this.heard.push(...pcm8k);
  }

  read(): Recognition {
    return page;
  }
}

/** Samples that count from a number on. */
const count = (from: number, length: number): Int16Array =>
  Int16Array.from({ length }, (_, i) => (from + i) % 30_000);

/** By hand: they are thousands. */
function isSame(heard: readonly number[], wanted: readonly number[]): boolean {
  return heard.length === wanted.length && wanted.every((sample, at) => sample === heard[at]);
}

describe('the transcriber', () => {
  it('has a turn recognised from before its first sound, in one piece with what comes after', () => {
    const piece = fc.record({ length: fc.integer({ min: 1, max: 6000 }), silent: fc.boolean() });
    const pieces = fc.array(piece, { minLength: 1, maxLength: 8 });
    const spoken = fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pieces, spoken, fc.nat(800), (before, after, agoMs) => {
        const ledger = new Ledger();
        const transcriber = new Transcriber(ledger);
        const all: number[] = [];
        const hear = (length: number, silent: boolean): void => {
          const pcm = silent ? new Int16Array(length) : count(all.length, length);
          transcriber.hear(pcm, silent);
          all.push(...pcm);
        };
        for (const { length, silent } of before) hear(length, silent);
        const begun = all.length;
        transcriber.begin(agoMs);
        for (const length of after) hear(length, false);
        const wanted = Math.min(begun, 4800, (agoMs + 250) * 8);
        expect(isSame(ledger.heard, all.slice(begun - wanted))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('takes the beginning of the next turn from the silence after this one', () => {
    const ledger = new Ledger();
    const transcriber = new Transcriber(ledger);
    transcriber.hear(count(0, 4000));
    transcriber.begin(100);
    transcriber.end(40);
    transcriber.hear(count(4000, 80));
    transcriber.begin(0);
    expect(ledger.heard).toEqual([...count(4000 - 320, 400)]);
  });

  it('takes nothing of one turn into the next', () => {
    const ledger = new Ledger();
    const transcriber = new Transcriber(ledger);
    transcriber.hear(count(0, 4000));
    transcriber.begin(100);
    expect(transcriber.end()).toBe(page);
    transcriber.hear(count(4000, 800));
    transcriber.begin(400);
    expect(ledger.heard).toEqual([...count(4000, 800)]);
  });

  it('has a pause of digital silence recognised for 300 ms, however it is cut, and the next word whole', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pieces, (lengths) => {
        const ledger = new Ledger();
        const transcriber = new Transcriber(ledger);
        transcriber.begin(0);
        for (const word of [1, 2]) {
          transcriber.hear(new Int16Array(100).fill(word));
          for (const length of lengths) transcriber.hear(new Int16Array(length), true);
        }
        const pause = Math.min(
          2400,
          lengths.reduce((sum, length) => sum + length, 0),
        );
        const zeros = Array.from({ length: pause }, () => 0);
        const word = (of: number): number[] => Array.from({ length: 100 }, () => of);
        expect(isSame(ledger.heard, [...word(1), ...zeros, ...word(2), ...zeros])).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has nothing to say between turns, or without a recogniser', () => {
    expect(new Transcriber(new Ledger()).read()).toBe(nothingHeard);
    const deaf = new Transcriber(null);
    deaf.hear(count(0, 800));
    deaf.begin(100);
    expect(deaf.end()).toBe(nothingHeard);
    expect(deaf.busy).toBe(false);
  });
});
