/**
 * In a worker: gives a tape to each call that is to be recorded, and hands it to the recorder's thread once the call is over.
 * It decides by the call's records what its recording is worth, and never waits: a recorder that is gone or does not keep up
 * costs recordings, and nothing else.
 */

import type { MessagePort } from 'node:worker_threads';
import type { CallLine, CallRecord, TurnRecord } from '../../core/log/record.ts';
import { buffersOf, Tape, TapeMemory, type TapeContent } from '../recording/tape.ts';
import { Casting, meritOf, reasonFor, type Merit, type WhichCalls } from '../recording/which_calls.ts';

export interface DeckStart {
  readonly which: WhichCalls;
  /** For what is on this worker's tapes, until it is written. */
  readonly memoryBytes: number;
  /** To the recorder. */
  readonly port: MessagePort;
}

/** A call that is over, and what was kept of it. */
export interface FinishedTape {
  readonly call: number;
  readonly caller: string | null;
  readonly voice: string | null;
  readonly outcome: CallRecord['outcome'];
  readonly failure: CallRecord['failure'];
  readonly merit: Merit;
  readonly reason: string;
  /** Null: there was no memory for it. */
  readonly content: TapeContent | null;
}

/** What the recorder says of each tape that it was given: so much memory is free again. */
export interface TapeReturned {
  readonly bytes: number;
}

interface Recorded {
  readonly tape: Tape;
  readonly turns: TurnRecord[];
}

export class TapeDeck {
  private readonly which: WhichCalls;
  private readonly seed: number;
  private readonly port: MessagePort;
  private readonly memory: TapeMemory;
  private readonly casting: Casting;
  private readonly running = new Map<number, Recorded>();
  private gone = false;

  constructor({ which, memoryBytes, port }: DeckStart, seed: number) {
    this.which = which;
    this.seed = seed;
    this.port = port;
    this.memory = new TapeMemory(memoryBytes);
    this.casting = new Casting(which, seed);
    port.on('message', ({ bytes }: TapeReturned) => this.memory.give(bytes));
    port.on('close', () => this.leave());
    // It shall not keep a worker alive whose calls are over.
    port.unref();
  }

  /** For a call that starts now; null where it is not recorded. */
  tapeFor(call: number): Tape | null {
    if (this.gone || !this.casting.wants(call)) return null;
    const tape = new Tape(this.memory);
    this.running.set(call, { tape, turns: [] });
    return tape;
  }

  /** Each record of each call; a call's own is its last. */
  told(record: CallLine): void {
    const recorded = this.running.get(record.call);
    if (recorded === undefined || record.type === 'strike') return;
    if (record.type === 'turn') {
      recorded.turns.push(record);
      return;
    }
    this.running.delete(record.call);
    this.hand(record, recorded);
  }

  close(): void {
    this.port.close();
  }

  private hand(record: CallRecord, { tape, turns }: Recorded): void {
    const missed = tape.givenUp;
    const content = tape.eject();
    // A call that never came to speak has nothing to be heard.
    if (this.gone || (content === null && !missed)) return;
    const finished: FinishedTape = {
      call: record.call,
      caller: record.caller,
      voice: record.voice,
      outcome: record.outcome,
      failure: record.failure,
      merit: meritOf(this.which, this.seed, record, turns),
      reason: reasonFor(this.which, record, turns),
      content,
    };
    this.port.postMessage(finished, content === null ? [] : buffersOf(content));
  }

  /** There is nobody left to record. */
  private leave(): void {
    this.gone = true;
    for (const { tape } of this.running.values()) tape.giveUp();
    this.running.clear();
  }
}
