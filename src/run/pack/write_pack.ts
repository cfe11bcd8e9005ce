/**
 * A plan with its audio as one file, so that machines without the scenario and its recordings make the same calls. What comes from
 * the environment stays a name in it; what may be a key in the target's address is left out.
 */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { constants, createBrotliCompress } from 'node:zlib';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { namesIn } from '../../core/word/env_text.ts';
import { withoutSecrets } from '../../core/word/secret.ts';
import { packageVersion } from '../../disk/own_file.ts';
import { writeWhole } from '../../disk/write_whole.ts';
import { identified } from '../../scenario/compile.ts';
import {
  MOST_CONTENT_BYTES,
  offsetBytes,
  PACK_MARK,
  PACK_VERSION,
  type PackedPlan,
  type PackHead,
} from './pack_format.ts';

/** Audio as text gets hardly smaller by more effort, and takes several times as long. */
const EFFORT = 4;
const PIECE_BYTES = 1 << 20;
/** Shorter values are words that stand anywhere. */
const SHORTEST_SECRET = 8;

export interface Packing extends PackedPlan {
  readonly audio: PlanAudio;
}

export interface Packed {
  readonly head: PackHead;
  /** Of the whole file. */
  readonly bytes: number;
  /** As it is in the pack. */
  readonly plan: Plan;
}

/** Whole or not at all. Throws ConfigError where the plan has something in it that must not be, and the file system's own error. */
export async function writePack(
  file: string,
  { audio, ...packed }: Packing,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Packed> {
  const plan = withoutKey(packed.plan, audio);
  const json = JSON.stringify({ ...packed, plan } satisfies PackedPlan);
  refuseValues(json, plan, env);
  const text = Buffer.from(json);
  const offsets = offsetsAsBytes(audio.offsets);
  if (text.length + offsets.length + audio.bytes.length > MOST_CONTENT_BYTES) {
    throw new ConfigError(`expected a plan of at most ${MOST_CONTENT_BYTES >> 20} MB, found a larger one`, {
      code: 'pack_too_large',
      file,
      hint: 'Have fewer calls, voices or impairments in the scenario.',
    });
  }
  const pieces = await compressed([text, offsets, audio.bytes]);
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  const head: PackHead = {
    version: PACK_VERSION,
    callstorm: packageVersion(),
    planVersion: plan.version,
    plan: plan.id,
    planBytes: text.length,
    messages: audio.offsets.length - 1,
    audioBytes: audio.bytes.length,
    packedBytes: pieces.reduce((sum, { length }) => sum + length, 0),
    sha256: hash.digest('hex'),
  };
  const lines = Buffer.from(`${PACK_MARK}${JSON.stringify(head)}\n`);
  await writeWhole(file, inOrder([lines, ...pieces]));
  return { head, bytes: lines.length + head.packedBytes, plan };
}

/** Without it no call can be made by the pack alone: whoever makes them gives the address again. */
function withoutKey(plan: Plan, audio: PlanAudio): Plan {
  const { id: _, ...rest } = plan;
  const url = withoutSecrets(plan.target.url);
  return url === plan.target.url ? plan : identified({ ...rest, target: { ...plan.target, url } }, audio);
}

/** A value that somebody wrote out beside the name of its variable is a key all the same. */
export function refuseValues(
  json: string,
  { target: { keyEnv, authTokenEnv } }: Plan,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const names = new Set([...namesIn(json), ...[keyEnv, authTokenEnv].filter((name) => name !== undefined)]);
  for (const name of names) {
    const value = env[name] ?? '';
    if (value.length < SHORTEST_SECRET || !json.includes(JSON.stringify(value).slice(1, -1))) continue;
    throw new ConfigError(`found the value of ${name} (not shown) written out in the plan`, {
      code: 'pack_secret',
      hint: `Write \${${name}} in its place: a packed plan goes to other machines.`,
    });
  }
}

function offsetsAsBytes(offsets: Uint32Array): Buffer {
  const bytes = Buffer.allocUnsafe(offsetBytes(offsets.length - 1));
  offsets.forEach((offset, at) => bytes.writeUInt32LE(offset, at * Uint32Array.BYTES_PER_ELEMENT));
  return bytes;
}

async function compressed(parts: readonly Uint8Array[]): Promise<readonly Buffer[]> {
  const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: EFFORT } });
  const pieces: Buffer[] = [];
  brotli.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = once(brotli, 'end');
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      if (!brotli.write(part.subarray(at, at + PIECE_BYTES))) await once(brotli, 'drain');
    }
  }
  brotli.end();
  await ended;
  return pieces;
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* inOrder(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}
