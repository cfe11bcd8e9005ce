/** The `--fault` option, as `serve` and `run` have it: asked for as often as one likes. */

import { InvalidArgumentError, type Command } from 'commander';
import { faults } from '../agent/fault/faults.ts';
import { whenArgs } from '../agent/fault/occasions.ts';
import { armFault, readFaultText, type Reading } from '../agent/fault/read_fault.ts';
import type { FaultWish } from '../agent/profile/profile.ts';

export function faultOption(command: Command, does: string): Command {
  return command.option(
    '--fault <name:share:args>',
    `${does}; may be given again`,
    (text: string, former: readonly string[] | undefined) => [...(former ?? []), checked(text)],
  );
}

/** What there is to choose from, for a command's help. */
export function faultHelp(): string {
  const lines = [...faults.values()].map(({ name, means, args }) => {
    const takes = Object.entries(args).map(([key, { otherwise, kind }]) => {
      const unit = kind === 'ms' ? 'ms' : '';
      return `${key}=${otherwise}${unit}`;
    });
    return `  ${name.padEnd(22)}${means}${takes.length === 0 ? '' : ` (${takes.join(', ')})`}`;
  });
  return [
    'Faults, as name, name:share or name:share:key=value,…:',
    ...lines,
    'Every one of them also takes, to strike some of its opportunities only (of those, the share):',
    ...Object.entries(whenArgs).map(([key, { means }]) => `  ${key.padEnd(22)}${means}`),
    '  Opportunities are answers, turns, transcriptions, events; handshakes and sessions are the server’s.',
    '  e.g. --fault no_answer::nth=2 --fault extra_fields:10%:from=30s,until=1m --fault handshake_refused::every=10',
    '  e.g. --fault server_error:5% --fault slow_first_token:20%:median=3s --fault dropped:10%:on=first_audio',
  ].join('\n');
}

/** Kept as text, since it is handed on to another process; what is wrong with it is said here. */
function checked(text: string): string {
  // A misspelt name first: nobody knows what its share or its arguments would have to be.
  const name = (text.split(':')[0] ?? '').trim();
  const wish: Reading<FaultWish> = faults.has(name)
    ? readFaultText(text)
    : { ok: { fault: name, share: 1, args: {} } };
  const reading = 'mistake' in wish ? wish : armFault(wish.ok);
  if ('mistake' in reading) throw new InvalidArgumentError(reading.mistake);
  return text;
}
