/** The marks of a turn as numbers of a packed row. Pure. */

import type { TurnMarks } from '../core/log/record.ts';
import { orNaN, orNull } from './packed_rows.ts';

/** In the order of writeMarks and marksAt. */
export const MARKS = [
  'speechStart',
  'speechEnd',
  'speechEndDue',
  'speechStartedEvent',
  'speechStoppedEvent',
  'committed',
  'transcribed',
  'answerCreated',
  'firstContent',
  'firstAudio',
  'firstPlayed',
  'firstHeard',
  'answerDone',
  'lastHeard',
] as const satisfies readonly (keyof TurnMarks)[];

export function writeMarks(marks: TurnMarks, into: Float64Array, from: number): void {
  into[from] = orNaN(marks.speechStart);
  into[from + 1] = orNaN(marks.speechEnd);
  into[from + 2] = orNaN(marks.speechEndDue);
  into[from + 3] = orNaN(marks.speechStartedEvent);
  into[from + 4] = orNaN(marks.speechStoppedEvent);
  into[from + 5] = orNaN(marks.committed);
  into[from + 6] = orNaN(marks.transcribed);
  into[from + 7] = orNaN(marks.answerCreated);
  into[from + 8] = orNaN(marks.firstContent);
  into[from + 9] = orNaN(marks.firstAudio);
  into[from + 10] = orNaN(marks.firstPlayed);
  into[from + 11] = orNaN(marks.firstHeard);
  into[from + 12] = orNaN(marks.answerDone);
  into[from + 13] = orNaN(marks.lastHeard);
}

export function marksAt(columns: Float64Array, from: number): TurnMarks {
  return {
    speechStart: orNull(columns, from),
    speechEnd: orNull(columns, from + 1),
    speechEndDue: orNull(columns, from + 2),
    speechStartedEvent: orNull(columns, from + 3),
    speechStoppedEvent: orNull(columns, from + 4),
    committed: orNull(columns, from + 5),
    transcribed: orNull(columns, from + 6),
    answerCreated: orNull(columns, from + 7),
    firstContent: orNull(columns, from + 8),
    firstAudio: orNull(columns, from + 9),
    firstPlayed: orNull(columns, from + 10),
    firstHeard: orNull(columns, from + 11),
    answerDone: orNull(columns, from + 12),
    lastHeard: orNull(columns, from + 13),
  };
}
