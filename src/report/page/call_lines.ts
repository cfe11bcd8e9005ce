/**
 * The lines of some calls out of a log, whole, with what was said and heard: the log is gone through a second time, and of the
 * lines of other calls nothing but the first bytes are looked at. A line that breaks off is left out, as it was the first time;
 * one glued to it is read. Holds no more than one piece of the file and the lines that are wanted.
 */

import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { InspectedRecord } from '../../page/inspector/inspected_call.ts';
import { readLine } from '../line.ts';

/** Where a call's lines begin, as every writer of logs writes them. */
const HEAD = /^\{"type":"(started|turn|strike|call)","call":(\d+)[,}]/;
const HEADER = '{"type":"header"';
const HEAD_BYTES = 48;
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
  const look = (line: Buffer): void => {
    const head = line.toString('latin1', 0, HEAD_BYTES);
    const call = HEAD.exec(head)?.[2];
    // What begins in no way that is known (a header, lines that somebody else wrote) is read to see what it is.
    const passed = call === undefined ? OTHERS.test(head) : !wanted(run, Number(call));
    // Another log may be glued to any line that broke off.
    if (passed && !line.includes(HEADER)) return;
    take(line.toString('utf8'));
  };
  let kept: Buffer[] = [];
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = piece.indexOf(LINE_END); end !== -1; end = piece.indexOf(LINE_END, from)) {
      const rest = piece.subarray(from, end);
      look(kept.length === 0 ? rest : Buffer.concat([...kept, rest]));
      kept = [];
      from = end + 1;
    }
    if (from < piece.length) kept.push(piece.subarray(from));
  }
  if (kept.length > 0) look(Buffer.concat(kept));
}

const OTHERS = /^\{"type":"(generator|calibration|calibration_trouble|footer)"/;

function isOfCall(record: { readonly type: string }): record is InspectedRecord {
  return ['started', 'turn', 'strike', 'call'].includes(record.type);
}
