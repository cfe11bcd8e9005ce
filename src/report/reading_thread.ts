/**
 * The thread that reads the second half of a long log. It tells what it gathered, or null where its lines cannot be understood by
 * themselves or are wrong: whoever asked reads them then, and says so.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { linesOf } from '../disk/lines.ts';
import { piecesOf } from '../disk/pieces.ts';
import { LineReading } from './line_reading.ts';
import { PartGatherer, type LogPart } from './log_part.ts';

export interface ReadingStart {
  readonly file: string;
  readonly fromByte: number;
}

const part = await partOf(workerData as ReadingStart).catch(() => null);
parentPort?.postMessage(part, part === null ? [] : [...part.calls.rows.blocks, ...part.turns.rows.blocks]);

async function partOf({ file, fromByte }: ReadingStart): Promise<LogPart> {
  const gatherer = new PartGatherer();
  const reading = new LineReading(gatherer, file);
  for await (const lines of linesOf(piecesOf(file, fromByte), true)) reading.take(lines);
  reading.end();
  return gatherer.part();
}
