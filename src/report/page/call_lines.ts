/**
 * The lines of some calls out of a log, whole, with what was said and heard: the log is gone through a second time, and of the
 * lines of other calls nothing but the beginning is looked at. A line that breaks off is left out, as it was the first time;
 * one glued to it is read. Holds no more than one piece of the file and the lines that are wanted.
 */

import { Buffer } from 'node:buffer';
import { piecesOf } from '../../disk/pieces.ts';
import type { InspectedRecord } from '../../page/inspector/inspected_call.ts';
import { readLine } from '../line.ts';
import { HEAD_LENGTH, NOBODY, whoseLine } from './line_head.ts';

const HEADER = '{"type":"header"';
const LINE_END = 10;

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
  const look = (piece: Buffer, from: number, end: number): void => {
    const call = whoseLine(piece.toString('latin1', from, from + HEAD_LENGTH));
    const passed = call === NOBODY || (call !== null && !wanted(run, call));
    // Another log may be glued to any line that broke off.
    if (passed && !piece.subarray(from, end).includes(HEADER)) return;
    take(piece.toString('utf8', from, end));
  };
  let kept: Buffer[] = [];
  for await (const piece of piecesOf(file)) {
    let from = 0;
    for (let end = piece.indexOf(LINE_END); end !== -1; end = piece.indexOf(LINE_END, from)) {
      if (kept.length === 0) look(piece, from, end);
      else {
        const line = Buffer.concat([...kept, piece.subarray(from, end)]);
        kept = [];
        look(line, 0, line.length);
      }
      from = end + 1;
    }
    // The piece is another by the time that the rest of the line comes.
    if (from < piece.length) kept.push(Buffer.from(piece.subarray(from)));
  }
  const rest = Buffer.concat(kept);
  look(rest, 0, rest.length);
}

function isOfCall(record: { readonly type: string }): record is InspectedRecord {
  return ['started', 'turn', 'strike', 'call'].includes(record.type);
}
