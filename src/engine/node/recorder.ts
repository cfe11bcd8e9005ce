/**
 * The recorder of a run, as seen from the main thread: a thread of its own that makes files of the workers' tapes. Should it
 * be lost, the run goes on without recordings, and its tally says so.
 */

import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import type { WhichCalls } from '../recording/which_calls.ts';
import type { RecordingTally } from './recording_files.ts';
import type { DeckStart } from './tape_deck.ts';
import { builtModule } from '../../disk/own_file.ts';

export interface RecorderOptions {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly which: WhichCalls;
  /** The run's folder: they go into `recordings` in it. */
  readonly directory: string;
  /** For what is recorded and not written yet, in all. */
  readonly memoryBytes?: number;
  /** Of all files together. */
  readonly diskBytes?: number;
}

const MEMORY_BYTES = 256 * 2 ** 20;
const DISK_BYTES = 4 * 2 ** 30;
/** What is not written so long after the last call is given up. */
const CLOSE_WITHIN_MS = 60_000;

export interface RecorderStart {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly which: WhichCalls;
  readonly directory: string;
  readonly diskBytes: number;
}

export type ToRecorder =
  /** From a worker: its tapes come here, until it closes. */
  | { readonly type: 'deck'; readonly port: MessagePort }
  /** All workers have been told of. Ends once each has closed its port, and what it sent is written. */
  | { readonly type: 'close' };

export type FromRecorder = { readonly type: 'closed'; readonly tally: RecordingTally };

export class Recorder {
  private readonly options: RecorderOptions;
  private readonly thread: Worker;
  private readonly ended: Promise<RecordingTally>;
  private error: string | null = null;

  constructor(options: RecorderOptions) {
    this.options = options;
    const { plan, audio, which, directory, diskBytes = DISK_BYTES } = options;
    const workerData: RecorderStart = { plan, audio, which, directory, diskBytes };
    this.thread = new Worker(builtModule('engine/node/recorder_thread'), { workerData });
    this.ended = new Promise((resolve) => {
      this.thread.on('message', ({ tally }: FromRecorder) => resolve(tally));
      this.thread.on('error', (error) => {
        this.error = error instanceof Error ? error.message : String(error);
      });
      this.thread.on('exit', (code) => resolve(lost(this.error ?? `the recorder ended with code ${code}`)));
    });
    // Nobody waits for it before `close`.
    this.thread.unref();
  }

  /** What one of so many workers needs to record its calls. The port is to be transferred. */
  deck(workers: number): DeckStart {
    const { port1, port2 } = new MessageChannel();
    this.tell({ type: 'deck', port: port2 }, [port2]);
    const { which, memoryBytes = MEMORY_BYTES } = this.options;
    return { which, memoryBytes: memoryBytes / workers, port: port1 };
  }

  /** The workers have ended: waits until all is written. Never rejects. */
  async close(): Promise<RecordingTally> {
    this.thread.ref();
    this.tell({ type: 'close' });
    const timer = setTimeout(() => {
      this.error = `not all was written ${CLOSE_WITHIN_MS / 1000} s after the last call`;
      void this.thread.terminate();
    }, CLOSE_WITHIN_MS);
    try {
      return await this.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the thread, whatever it has still to do. */
  abandon(): void {
    void this.thread.terminate();
  }

  private tell(message: ToRecorder, transfer: readonly MessagePort[] = []): void {
    this.thread.postMessage(message, transfer);
  }
}

function lost(trouble: string): RecordingTally {
  return { files: 0, bytes: 0, withoutMemory: 0, withoutRoom: 0, trouble };
}
