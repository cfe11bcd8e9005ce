/**
 * The recorder's thread: takes tapes from all workers, one after another, and makes files of them. As long as calls go on it
 * rests after each for as long as it worked: on a machine without a core to spare the pacing comes first.
 */

import { setTimeout as rest } from 'node:timers/promises';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { loadResampler } from '../../audio/resample.ts';
import type { PlanAudio } from '../../core/plan/plan.ts';
import type { Dialect } from '../../dialect/dialect.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import type { FromRecorder, RecorderStart, ToRecorder } from './recorder.ts';
import { RecordingFiles } from './recording_files.ts';
import type { FinishedTape, TapeReturned } from './tape_deck.ts';

if (parentPort === null) throw new Error('recorder_thread.js is started by the node engine, not by hand');
const port = parentPort;
const { plan, audio, which, directory, diskBytes } = workerData as RecorderStart;

class Queue {
  private readonly files = filesOf(dialectOf(plan));
  private last: Promise<void> = Promise.resolve();
  private decks = 0;
  private closing = false;

  deck(deck: MessagePort): void {
    this.decks++;
    deck.on('message', (tape: FinishedTape) => {
      this.last = this.keep(tape, deck, this.last);
    });
    // Comes after all that was sent, also where a worker was lost.
    deck.on('close', () => {
      this.decks--;
      if (this.closing) this.endOnceOver();
    });
  }

  close(): void {
    this.closing = true;
    this.endOnceOver();
  }

  private async keep(tape: FinishedTape, deck: MessagePort, before: Promise<void>): Promise<void> {
    await before;
    const startedMs = performance.now();
    const files = await this.files;
    await files.keep(tape);
    const returned: TapeReturned = { bytes: tape.content?.bytes ?? 0 };
    deck.postMessage(returned);
    if (!this.closing) await rest(performance.now() - startedMs);
  }

  private endOnceOver(): void {
    if (this.decks === 0) this.last = this.end(this.last);
  }

  private async end(before: Promise<void>): Promise<void> {
    await before;
    const files = await this.files;
    const closed: FromRecorder = { type: 'closed', tally: await files.close() };
    port.postMessage(closed);
    port.close();
  }
}

async function filesOf(dialect: Dialect): Promise<RecordingFiles> {
  const { uplink, downlink } = dialect;
  const medium = {
    frameMs: plan.frameMs,
    uplink,
    downlink,
    payloadOf: payloads(audio, dialect),
    decode: downlink.encoding === 'raw' ? asItIs : decode,
    resampler: await loadResampler(),
  };
  return new RecordingFiles({ directory, which, diskBytes, medium });
}

/** A ready-made message is the same before and after its audio, whatever that is. */
function payloads({ bytes, offsets }: PlanAudio, dialect: Dialect): (message: number) => Uint8Array {
  const probe = dialect.append(PROBE);
  const before = probe.indexOf(PROBE);
  const after = probe.length - before - PROBE.length;
  const read = dialect.uplink.encoding === 'raw' ? asItIs : decode;
  return (message) =>
    read(bytes.subarray((offsets[message] as number) + before, (offsets[message + 1] as number) - after));
}

const PROBE = 'AAECAwQF';

function asItIs(bytes: Uint8Array): Uint8Array {
  return bytes;
}

/** Buffer reads base64 in either alphabet, padded or not. */
function decode(base64: Uint8Array): Uint8Array {
  const text = Buffer.from(base64.buffer, base64.byteOffset, base64.length).toString('latin1');
  return Buffer.from(text, 'base64');
}

const queue = new Queue();
port.on('message', (message: ToRecorder) => {
  switch (message.type) {
    case 'deck':
      queue.deck(message.port);
      break;
    case 'close':
      queue.close();
      break;
  }
});
