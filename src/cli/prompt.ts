/** `callstorm prompt`: the system prompt that a profile of the simulated agent stands for, to be read or used elsewhere. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { promptOf } from '../agent/mind/system_prompt.ts';
import { DEFAULT_PROFILE, loadProfile } from '../agent/profile/load_profile.ts';
import { wordsOf } from '../agent/simulator.ts';
import { loadLibrary } from '../fixture/manifest.ts';
import type { Io } from './io.ts';
import { commandFor } from './options.ts';

export function promptCommand(io: Io): Command {
  return commandFor('prompt', io)
    .description('print the system prompt that a profile of the simulated agent stands for')
    .argument('[profile]', 'a file, or the name of a bundled profile', DEFAULT_PROFILE)
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  callstorm prompt',
        '  callstorm prompt clinic',
        '  callstorm prompt scenarios/agents/support-line.yaml > prompt.md',
        '',
      ].join('\n'),
    )
    .action(async (name: string) => {
      const words = wordsOf([...(await loadLibrary()).values()]);
      const profile = await loadProfile(words, /^[\w-]+$/.test(name) ? name : resolve(io.cwd, name));
      const lines = words.voices.get(profile.voice);
      io.out(`${promptOf(profile, (utterance) => lines?.get(utterance) ?? '')}\n`);
    });
}
