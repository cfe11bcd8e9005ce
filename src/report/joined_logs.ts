/**
 * Several call logs as one file's bytes, which read as they do one by one: a log that breaks off has the next one glued to its last
 * line, as the reader knows it from `cat`, and one that is whole does not, whether its last line has an end or not.
 */

import { Buffer } from 'node:buffer';
import { piecesOf } from '../disk/pieces.ts';

const LF = 10;
const CR = 13;
const MARK = Buffer.from('\u{feff}');

/** A piece is whoever takes it only until the next is asked for. Rejects with what the file system says. */
export async function* joinedLogs(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    let kept: Buffer = Buffer.alloc(0);
    let begun = false;
    for await (const piece of piecesOf(file)) {
      const bytes = kept.length === 0 ? piece : Buffer.concat([kept, piece]);
      const from = lastLineIn(bytes);
      kept = Buffer.from(bytes.subarray(from));
      if (from === 0) continue;
      yield begun ? bytes.subarray(0, from) : unmarked(bytes.subarray(0, from));
      begun = true;
    }
    const last = begun ? kept : unmarked(kept);
    const text = last.toString('utf8').trim();
    if (text !== '') yield Buffer.from(isWhole(text) ? `${text}\n` : text);
  }
}

/** Where the last line begins that has anything in it. */
function lastLineIn(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === LF || bytes[end - 1] === CR)) end--;
  return end === 0 ? 0 : bytes.lastIndexOf(LF, end - 1) + 1;
}

function unmarked(bytes: Buffer): Buffer {
  return bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
