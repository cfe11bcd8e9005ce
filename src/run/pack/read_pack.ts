/**
 * A packed plan, read back: the plan and the audio that were packed, to the last bit, or an error that says what is wrong with the
 * file and what to do about it. A file takes no more memory than it says it will, and never more than a plan may.
 */

import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { PLAN_VERSION, type PlanAudio } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { unreadable } from '../../disk/disk_trouble.ts';
import { packageVersion } from '../../disk/own_file.ts';
import { piecesOf } from '../../disk/pieces.ts';
import { expectRegular } from '../../disk/read_regular.ts';
import { identified } from '../../scenario/compile.ts';
import {
  MOST_CONTENT_BYTES,
  MOST_HEAD_BYTES,
  offsetBytes,
  PACK_MARK,
  PACK_VERSION,
  type PackedPlan,
  type PackHead,
} from './pack_format.ts';

export interface ReadPack extends PackedPlan {
  readonly head: PackHead;
  readonly audio: PlanAudio;
}

const AGAIN = 'Copy it again, or pack it again: callstorm pack <scenario> --out plan.callstorm';

/** Whether a file says of itself that it is a packed plan. False where it cannot be read: whoever reads it says why. */
export async function isPack(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    const handle = await open(file);
    try {
      return (await beginningOf(handle, PACK_MARK.length)) === PACK_MARK;
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/** `shown`: the file as the user named it. Throws ConfigError. */
export async function readPack(file: string, shown = file): Promise<ReadPack> {
  const refuse = refusalOf(shown);
  try {
    await expectRegular(file);
    const { head, bodyAt } = await headOf(file, refuse);
    const { size } = await stat(file);
    const bytes = bodyAt + head.packedBytes;
    if (size < bytes)
      throw refuse(`the plan breaks off after ${size} of ${bytes} bytes`, 'pack_damaged', AGAIN);
    if (size > bytes)
      throw refuse(`something follows the plan, of ${size - bytes} bytes`, 'pack_damaged', AGAIN);
    return await contentsOf(file, head, bodyAt, refuse);
  } catch (error) {
    throw unreadable(error, { code: 'pack_unreadable', file: shown });
  }
}

type Refuse = (message: string, code: string, hint: string) => ConfigError;

function refusalOf(file: string): Refuse {
  return (message, code, hint) => new ConfigError(message, { code, file, hint });
}

async function beginningOf(handle: FileHandle, length: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
  return buffer.toString('latin1', 0, bytesRead);
}

async function headOf(file: string, refuse: Refuse): Promise<{ head: PackHead; bodyAt: number }> {
  const handle = await open(file);
  let text: string;
  try {
    text = await beginningOf(handle, PACK_MARK.length + MOST_HEAD_BYTES);
  } finally {
    await handle.close();
  }
  const ends = text.indexOf('\n', PACK_MARK.length);
  if (!text.startsWith(PACK_MARK)) {
    throw refuse('expected a packed plan, found something else', 'pack_invalid', AGAIN);
  }
  if (ends < 0) throw refuse('the plan breaks off in its first lines', 'pack_damaged', AGAIN);
  let told: Partial<Record<keyof PackHead, unknown>> | null;
  try {
    told = JSON.parse(text.slice(PACK_MARK.length, ends)) as typeof told;
  } catch {
    told = null;
  }
  if (told === null || typeof told !== 'object') {
    throw refuse('what the file says of itself cannot be read', 'pack_damaged', AGAIN);
  }
  refuseOtherVersion(told, refuse);
  const counts = [told.planBytes, told.messages, told.audioBytes, told.packedBytes];
  const sound = counts.every((count) => Number.isInteger(count) && (count as number) >= 1);
  const { planBytes, messages, audioBytes, packedBytes } = told as PackHead;
  const contents = planBytes + offsetBytes(messages) + audioBytes;
  if (!sound || contents > MOST_CONTENT_BYTES || packedBytes > MOST_CONTENT_BYTES) {
    throw refuse('what the file says of its size cannot be', 'pack_damaged', AGAIN);
  }
  return { head: told as PackHead, bodyAt: ends + 1 };
}

/** Another version may make other calls of it, and then the shares of a run would not be of one run. */
function refuseOtherVersion(
  { version, callstorm, planVersion }: Partial<Record<keyof PackHead, unknown>>,
  refuse: Refuse,
): void {
  const own = packageVersion();
  if (version === PACK_VERSION && planVersion === PLAN_VERSION && callstorm === own) return;
  const by = typeof callstorm === 'string' ? `Callstorm ${callstorm.slice(0, 40)}` : 'another version';
  const differs =
    callstorm === own
      ? ` (its format is ${shown(version)}/${shown(planVersion)}, and ${PACK_VERSION}/${PLAN_VERSION} was expected)`
      : '';
  throw refuse(
    `expected a plan that was packed by Callstorm ${own}, found one by ${by}${differs}`,
    'pack_of_other_version',
    'All machines need one version: pack it again with this one, or install the one that packed it.',
  );
}

/** It may be anything that JSON has. */
function shown(told: unknown): string {
  return (JSON.stringify(told) ?? 'none').slice(0, 40);
}

/** Each part of the contents, one after another, filled from pieces that know nothing of their ends. */
class Parts {
  readonly json: Buffer;
  readonly offsets: Uint32Array;
  readonly audio: Uint8Array;
  private readonly rooms: readonly Uint8Array[];
  private room = 0;
  private at = 0;

  /** Workers share the memory that the audio is in. */
  constructor({ planBytes, messages, audioBytes }: PackHead) {
    const memory = new SharedArrayBuffer(offsetBytes(messages) + audioBytes);
    this.json = Buffer.allocUnsafe(planBytes);
    this.offsets = new Uint32Array(memory, 0, messages + 1);
    this.audio = new Uint8Array(memory, this.offsets.byteLength, audioBytes);
    this.rooms = [this.json, new Uint8Array(memory, 0, this.offsets.byteLength), this.audio];
  }

  get full(): boolean {
    return this.room === this.rooms.length;
  }

  /** False: there is more than there should be. */
  take(piece: Uint8Array): boolean {
    let rest = piece;
    for (;;) {
      const room = this.rooms[this.room];
      if (room === undefined) return rest.length === 0;
      const fitting = rest.subarray(0, room.length - this.at);
      room.set(fitting, this.at);
      this.at += fitting.length;
      rest = rest.subarray(fitting.length);
      if (this.at < room.length) return true;
      this.room++;
      this.at = 0;
    }
  }
}

async function contentsOf(file: string, head: PackHead, bodyAt: number, refuse: Refuse): Promise<ReadPack> {
  const damaged = (): ConfigError =>
    refuse('the plan is damaged: it is not what was packed', 'pack_damaged', AGAIN);
  const parts = new Parts(head);
  const hash = createHash('sha256');
  const packed = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of piecesOf(file, bodyAt, bodyAt + head.packedBytes)) {
      hash.update(piece);
      // The memory of a piece is used again while this one may still wait to be unpacked.
      yield Buffer.from(piece);
    }
  };
  try {
    await pipeline(packed, createBrotliDecompress(), async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) if (!parts.take(piece)) throw damaged();
    });
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException;
    throw syscall === undefined ? damaged() : error;
  }
  if (!parts.full || hash.digest('hex') !== head.sha256) throw damaged();
  const read = jsonOf(parts.json);
  if (read === null) throw damaged();
  const audio: PlanAudio = { bytes: parts.audio, offsets: inOwnOrder(parts.offsets) };
  const { id, ...rest } = read.plan;
  // Whoever changed the one could change the checksum too: the plan's own name covers all that calls are made of.
  if (id !== head.plan || identified(rest, audio).id !== id) throw damaged();
  return { ...read, head, audio };
}

function jsonOf(bytes: Buffer): PackedPlan | null {
  try {
    const read = JSON.parse(bytes.toString('utf8')) as Partial<PackedPlan> | null;
    return typeof read?.plan?.id === 'string' && typeof read.file === 'string' ? (read as PackedPlan) : null;
  } catch {
    return null;
  }
}

/** In the file the lowest byte comes first. */
function inOwnOrder(offsets: Uint32Array): Uint32Array {
  if (endianness() === 'BE') new Uint8Array(offsets.buffer, 0, offsets.byteLength).set(swapped(offsets));
  return offsets;
}

function swapped(offsets: Uint32Array): Buffer {
  return Buffer.from(new Uint8Array(offsets.buffer, 0, offsets.byteLength)).swap32();
}
