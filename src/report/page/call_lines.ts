/**
 * The lines of some calls out of a log, whole, with what was said and heard: the log is gone through a second time, and of the
 * lines of other calls nothing but the first bytes are looked at. A line that breaks off is left out, as it was the first time;
 * one glued to it is read. Holds no more than one piece of the file and the lines that are wanted.
 */

import { Buffer } from 'node:buffer';
import { piecesOf } from '../../disk/pieces.ts';
import type { InspectedRecord } from '../../page/inspector/inspected_call.ts';
import { readLine } from '../line.ts';

/** How a call's lines begin, as every writer of logs writes them, before the call's number. */
const HEADS = ['started', 'turn', 'strike', 'call'].map((type) => Buffer.from(`{"type":"${type}","call":`));
const HEADER = '{"type":"header"';
const HEAD_BYTES = 48;
const LINE_END = 10;
const [ZERO, NINE, COMMA, BRACE] = [48, 57, 44, 125];

/** In the order of the file. Rejects with what the file system says. */
export async function callLines(
  file: string,
  wanted: (run: string, call: number) => boolean,
  receive: (run: string, record: InspectedRecord) => void,
): Promise<void> {
  let run = '';
  const take = (line: string): void => {
    const read = readLine(line);
    if (read.type === 'broken') {
      const next = line.indexOf(HEADER, 1);
      if (next !== -1) take(line.slice(next));
      return;
    }
    if (read.type !== 'record') return;
    const { record } = read;
    if (record.type === 'header') run = record.run;
    else if (isOfCall(record) && wanted(run, record.call)) receive(run, record);
  };
  /** `mayHoldHeader`: another log may be glued to any line that broke off. */
  const look = (piece: Buffer, from: number, end: number, mayHoldHeader: boolean): void => {
    const call = callAt(piece, from, end);
    // What begins in no way that is known (a header, lines that somebody else wrote) is read to see what it is.
    const passed =
      call === null
        ? OTHERS.test(piece.toString('latin1', from, Math.min(end, from + HEAD_BYTES)))
        : !wanted(run, call);
    if (passed && !(mayHoldHeader && piece.subarray(from, end).includes(HEADER))) return;
    take(piece.toString('utf8', from, end));
  };
  let kept: Buffer[] = [];
  for await (const piece of piecesOf(file)) {
    const holdsHeader = piece.includes(HEADER);
    let from = 0;
    for (let end = piece.indexOf(LINE_END); end !== -1; end = piece.indexOf(LINE_END, from)) {
      if (kept.length === 0) look(piece, from, end, holdsHeader);
      else {
        const line = Buffer.concat([...kept, piece.subarray(from, end)]);
        kept = [];
        look(line, 0, line.length, true);
      }
      from = end + 1;
    }
    // The piece is another by the time that the rest of the line comes.
    if (from < piece.length) kept.push(Buffer.from(piece.subarray(from)));
  }
  const rest = Buffer.concat(kept);
  if (rest.length > 0) look(rest, 0, rest.length, true);
}

/** Whose line it is, by its first bytes alone: nothing is made for the hundreds of thousands that nobody wants. Null: it begins otherwise. */
function callAt(piece: Buffer, from: number, end: number): number | null {
  const head = HEADS.find((one) => startsAt(piece, from, end, one));
  if (head === undefined) return null;
  const first = from + head.length;
  let call = 0;
  let at = first;
  for (; at < end; at++) {
    const byte = piece[at] as number;
    if (byte < ZERO || byte > NINE) break;
    call = call * 10 + byte - ZERO;
  }
  const after = piece[at];
  return at > first && at < end && (after === COMMA || after === BRACE) ? call : null;
}

function startsAt(piece: Buffer, from: number, end: number, head: Buffer): boolean {
  if (end - from < head.length) return false;
  for (let at = 0; at < head.length; at++) if (piece[from + at] !== head[at]) return false;
  return true;
}

const OTHERS = /^\{"type":"(generator|calibration|calibration_trouble|footer)"/;

function isOfCall(record: { readonly type: string }): record is InspectedRecord {
  return ['started', 'turn', 'strike', 'call'].includes(record.type);
}
