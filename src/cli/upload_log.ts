/** A run's log sent where the environment says, on the command line: before the run what is wrong with that, after it what came of it. */

import { ConfigError } from '../core/word/config_error.ts';
import type { HeaderRecord } from '../core/log/header_record.ts';
import { visible } from '../core/word/visible.ts';
import type { RunSummary } from '../report/summary.ts';
import { LOG_URL, logDestination } from '../run/upload/log_destination.ts';
import { sendLog } from '../run/upload/send_log.ts';
import { style, type Io } from './io.ts';
import type { RunOptions } from './options.ts';
import { STDOUT } from './share_option.ts';

const WITHIN_MS = 600_000;
/** Whoever interrupts a run may end it for good half a minute later, and the calls have to be ended first. */
const INTERRUPTED_WITHIN_MS = 12_000;

/** Throws ConfigError before a call is made: a log that cannot be sent is better known by then. */
export function refuseUpload(io: Io, { log, out, shard, runId = 'run' }: RunOptions): void {
  const name = { run: runId, share: (shard?.share ?? 0) + 1, of: shard?.of ?? 1 };
  if (logDestination(io.env, name) === null || log !== STDOUT || out !== undefined) return;
  throw new ConfigError(`expected a log on disk to send to ${LOG_URL}, found it on standard output alone`, {
    code: 'option_invalid',
    path: '--log',
    hint: `Leave --log - out, add --out, or unset ${LOG_URL}.`,
  });
}

/** False: it was to be sent, and was not. */
export async function uploadLog(
  io: Io,
  file: string,
  { run, selection }: Pick<HeaderRecord, 'run' | 'selection'>,
  ended: RunSummary['ended'],
): Promise<boolean> {
  const name = { run, share: (selection?.share ?? 0) + 1, of: selection?.of ?? 1 };
  const destination = logDestination(io.env, name);
  if (destination === null) return true;
  const { shown } = destination;
  const withinMs = ended === 'interrupted' ? INTERRUPTED_WITHIN_MS : WITHIN_MS;
  const sent = await sendLog(file, destination, { withinMs });
  const { red } = style(io);
  if (sent.sent) io.err(`log sent to ${visible(shown)} (${(sent.bytes / 1e6).toFixed(1)} MB, compressed)\n`);
  else {
    io.err(
      `${red('error')} the log could not be sent to ${visible(shown)}: ${sent.reason}\n` +
        `  it is kept in ${visible(file)}: send it yourself (gzip, PUT), or merge it from there; the run need not be made again\n`,
    );
  }
  return sent.sent;
}
