/** The `--record` option of `run`, and what is said of the recordings when the run is over. */

import { InvalidArgumentError, type Command } from 'commander';
import type { RecordingTally } from '../engine/node/recording_files.ts';
import { readWhichCalls, type WhichCalls } from '../engine/recording/which_calls.ts';
import { plural } from '../report/figure.ts';

export function recordOption(command: Command): Command {
  return command.option(
    '--record <which>',
    'keep calls as stereo WAVs, caller left and agent right: all, worst:<n> or sample:<n>',
    checked,
  );
}

/** What a report has to own up to; nothing where all that was asked for is there. */
export function recordingNotes({ withoutMemory, withoutRoom, trouble }: RecordingTally): string[] {
  const notes: string[] = [];
  if (trouble !== null) notes.push(`Recording stopped: ${trouble}.`);
  if (withoutRoom > 0) {
    // What stopped it has been said: it need not be the disk's room.
    const why = trouble === null ? ' for want of room on the disk' : '';
    notes.push(`${plural(withoutRoom, 'call')} could not be recorded${why}.`);
  }
  if (withoutMemory > 0) {
    notes.push(
      `${plural(withoutMemory, 'call')} could not be recorded for want of memory: too much was going on at once. ` +
        'A sample (--record sample:<n>) needs less.',
    );
  }
  return notes;
}

/** `12 calls, 34.1 MB`. */
export function recordingSize({ files, bytes }: RecordingTally): string {
  return `${plural(files, 'call')}, ${(bytes / 1e6).toFixed(1)} MB`;
}

function checked(text: string): WhichCalls {
  const which = readWhichCalls(text);
  if (which !== null) return which;
  throw new InvalidArgumentError(
    `expected all, worst:<n> (the n worst calls) or sample:<n> (n calls by the seed), found "${text}"`,
  );
}
