/**
 * `callstorm init`: writes a scenario to start from, full of comments. Never overwrites a file unless it is told to.
 */

import { existsSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { style, type Io } from './io.ts';
import { commandFor } from './options.ts';
import { starterScenario } from './starter.ts';

export function initCommand(io: Io, setExit: (code: number) => void): Command {
  return commandFor('init', io)
    .description('write a commented scenario to start from')
    .argument('[file]', 'where to write it', 'scenario.yaml')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', '\nExamples:\n  $ callstorm init\n  $ callstorm init tests/checkout.yaml --force\n')
    .action(async (file: string, options: { readonly force?: true }) => {
      await init(io, file, options.force === true);
      setExit(0);
    });
}

async function init(io: Io, file: string, force: boolean): Promise<void> {
  const path = resolve(io.cwd, file);
  if (!['.yaml', '.yml'].includes(extname(path))) {
    throw new ConfigError('expected a file that ends in .yaml or .yml', { code: 'init_format', file });
  }
  if (existsSync(path) && !force) {
    throw new ConfigError('this file is there already, and was left as it is', {
      code: 'init_exists',
      file,
      hint: 'Give another name, or --force to replace it.',
    });
  }
  try {
    await writeWhole(path, starterScenario(schemaSeenFrom(path)));
  } catch (error) {
    throw unwritable(error, { code: 'init_unwritable', file });
  }
  const { green, dim } = style(io);
  io.out(`${green('wrote')}  ${file}\n\nNext:\n`);
  io.out(`  callstorm validate ${file}  ${dim('check it, and see what it will do')}\n`);
  io.out(`  callstorm run ${file}       ${dim('run it against the simulated agent')}\n`);
}

/** The published schema, where it lies in the same project; a path out of it would not last. */
function schemaSeenFrom(path: string): string | null {
  const schema = fileURLToPath(new URL('../../scenarios/scenario.schema.json', import.meta.url));
  const project = dirname(dirname(schema));
  const home = project.includes('node_modules')
    ? project.slice(0, project.lastIndexOf('node_modules'))
    : project;
  const inside = !relative(home, path).startsWith('..');
  const seen = relative(dirname(path), schema).replaceAll('\\', '/');
  return inside ? (seen.startsWith('.') ? seen : `./${seen}`) : null;
}
