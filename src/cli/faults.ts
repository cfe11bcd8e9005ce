/** `callstorm faults`: everything that can go wrong on purpose, on either side, with its arguments. */

import type { Command } from 'commander';
import { chaosFaults } from '../chaos/chaos_faults.ts';
import { faultLines } from '../fault/fault_help.ts';
import { faultHelp } from './fault_option.ts';
import type { Io } from './io.ts';
import { commandFor } from './options.ts';

export function faultsCommand(io: Io): Command {
  return commandFor('faults', io)
    .description(
      'list everything that can go wrong on purpose: on the caller’s side, and on the simulated agent’s',
    )
    .addHelpText('after', '\nExamples:\n  $ callstorm faults\n')
    .action(() => {
      io.out(
        [
          'On the caller’s side, under `faults:` of a scenario or of one of its callers:',
          ...faultLines(chaosFaults),
          'Every one of them also takes share, every, nth, step, from, until and seed (docs/chaos.md).',
          '  e.g. faults: [{ fault: stall, share: 10%, phase: utterance, for: 2s }]',
          '',
          'On the simulated agent’s side, with --fault of `run` and `serve`, or under `misbehaviour:` of its profile.',
          faultHelp(),
          '',
        ].join('\n'),
      );
    });
}
