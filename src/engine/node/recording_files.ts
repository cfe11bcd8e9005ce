/**
 * The recordings of a run as files: each finished tape becomes `recordings/call-000317.wav`, the least of them go where there
 * is no room for all, and `recordings.json` beside them says what each is. What cannot be written is told once, in the tally;
 * nothing here ends a run.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeStereoWav } from '../../audio/wav.ts';
import { reasonOf } from '../../disk/disk_trouble.ts';
import { writeWhole } from '../../disk/write_whole.ts';
import { Shelf } from '../recording/shelf.ts';
import { stereoOf, type Medium } from '../recording/stereo.ts';
import { placesFor, whichCallsText, type Merit, type WhichCalls } from '../recording/which_calls.ts';
import type { FinishedTape } from './tape_deck.ts';

export const RECORDINGS_FOLDER = 'recordings';
export const RECORDINGS_FILE = 'recordings.json';

/** One file, as `recordings.json` has it. */
export interface RecordingEntry {
  readonly file: string;
  readonly call: number;
  readonly caller: string | null;
  readonly voice: string | null;
  readonly outcome: string;
  readonly failure: string | null;
  /** Why it was made. */
  readonly reason: string;
  /** The instant of the file's first sample, in ms on the clock of the call log. */
  readonly originMs: number;
  readonly durationMs: number;
  readonly sampleRate: number;
  /** Of the audio on the wire: caller's and agent's. */
  readonly uplinkRate: number;
  readonly downlinkRate: number;
}

export interface RecordingTally {
  readonly files: number;
  readonly bytes: number;
  /** Calls that should have been recorded and were not: there was no memory left, or no room on the disk. */
  readonly withoutMemory: number;
  readonly withoutRoom: number;
  /** Why no more was written; null: nothing stood in the way. */
  readonly trouble: string | null;
}

export interface RecordingFilesOptions {
  /** The run's folder. */
  readonly directory: string;
  readonly which: WhichCalls;
  /** Of all files together. */
  readonly diskBytes: number;
  readonly medium: Medium;
}

interface Kept {
  readonly call: number;
  readonly merit: Merit;
  readonly bytes: number;
  readonly entry: RecordingEntry;
}

export class RecordingFiles {
  private readonly options: RecordingFilesOptions;
  private readonly folder: string;
  private readonly shelf: Shelf<Kept>;
  private withoutMemory = 0;
  private withoutRoom = 0;
  private trouble: string | null = null;

  constructor(options: RecordingFilesOptions) {
    this.options = options;
    this.folder = join(options.directory, RECORDINGS_FOLDER);
    this.shelf = new Shelf(placesFor(options.which), options.diskBytes);
  }

  /** One after another, in the order in which calls end. Never rejects. */
  async keep(tape: FinishedTape): Promise<void> {
    const { shelf } = this;
    if (!shelf.wants(tape.merit)) return;
    if (tape.content === null) this.withoutMemory++;
    else if (this.trouble !== null) this.withoutRoom++;
    else {
      try {
        await this.write(tape);
      } catch (error) {
        this.withoutRoom++;
        this.trouble = reasonOf(error);
      }
    }
  }

  /** Writes the list of what there is. Never rejects. */
  async close(): Promise<RecordingTally> {
    const { shelf, options, withoutMemory, withoutRoom } = this;
    const list = {
      type: 'recordings',
      which: whichCallsText(options.which),
      channels: { left: 'caller', right: 'agent' },
      withoutMemory,
      withoutRoom,
      recordings: shelf.all.map(({ entry }) => entry),
    };
    try {
      await writeWhole(join(this.folder, RECORDINGS_FILE), `${JSON.stringify(list, null, 2)}\n`);
    } catch (error) {
      this.trouble ??= reasonOf(error);
    }
    const { trouble } = this;
    return { files: shelf.all.length, bytes: shelf.bytes, withoutMemory, withoutRoom, trouble };
  }

  private async write(tape: FinishedTape): Promise<void> {
    const { shelf, folder } = this;
    const { medium, diskBytes } = this.options;
    const { call, merit, content } = tape;
    if (content === null) return;
    const { originMs, sampleRate, channels } = stereoOf(content, medium);
    const [caller, agent] = channels;
    const wav = writeStereoWav(caller, agent, sampleRate);
    const going = shelf.clear(merit, wav.length);
    if (going === null) {
      this.withoutRoom++;
      // Where nothing ever goes, nothing will fit any more; with places, a better one may still take others' room.
      if (this.options.which.kind === 'all')
        this.trouble = `they would take more than ${gigabytes(diskBytes)}`;
      return;
    }
    for (const { entry } of going) await rm(join(folder, entry.file), { force: true });
    const file = `call-${String(call).padStart(6, '0')}.wav`;
    await writeWhole(join(folder, file), wav, false);
    const { caller: name, voice, outcome, failure, reason } = tape;
    shelf.put({
      call,
      merit,
      bytes: wav.length,
      entry: {
        file,
        call,
        caller: name,
        voice,
        outcome,
        failure,
        reason,
        originMs,
        durationMs: (caller.length / sampleRate) * 1000,
        sampleRate,
        uplinkRate: medium.uplink.sampleRate,
        downlinkRate: medium.downlink.sampleRate,
      },
    });
  }
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toPrecision(2))} GiB`;
}
