/** The `--fault` option, as `serve` and `run` have it: asked for as often as one likes. */

import { InvalidArgumentError, type Command } from 'commander';
import { agentFaults } from '../agent/fault/agent_faults.ts';
import { armFault } from '../fault/arm_fault.ts';
import { faultLines, occasionLines } from '../fault/fault_help.ts';
import { readFaultText, type FaultWish, type Reading } from '../fault/fault_wish.ts';

export function faultOption(command: Command, does: string): Command {
  return command.option(
    '--fault <name:share:args>',
    `${does}; may be given again`,
    (text: string, former: readonly string[] | undefined) => [...(former ?? []), checked(text)],
  );
}

/** What there is to choose from, for a command's help. */
export function faultHelp(): string {
  return [
    'Faults, as name, name:share or name:share:key=value,…:',
    ...faultLines(agentFaults),
    'Every one of them also takes, to strike some of its opportunities only (of those, the share):',
    ...occasionLines(),
    '  Opportunities are answers, turns, transcriptions, events; handshakes and sessions are the server’s.',
    '  e.g. --fault no_answer::nth=2 --fault extra_fields:10%:from=30s,until=1m --fault handshake_refused::every=10',
    '  e.g. --fault server_error:5% --fault slow_first_token:20%:median=3s --fault dropped:10%:on=first_audio',
  ].join('\n');
}

/** Kept as text, since it is handed on to another process; what is wrong with it is said here. */
function checked(text: string): string {
  // A misspelt name first: nobody knows what its share or its arguments would have to be.
  const name = (text.split(':')[0] ?? '').trim();
  const wish: Reading<FaultWish> = agentFaults.has(name)
    ? readFaultText(text)
    : { ok: { fault: name, share: 1, args: {} } };
  const reading = 'mistake' in wish ? wish : armFault(agentFaults, wish.ok);
  if ('mistake' in reading) throw new InvalidArgumentError(reading.mistake);
  return text;
}
