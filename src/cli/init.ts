/**
 * `callstorm init`: writes a scenario to start from, full of comments, and with `--ci` a workflow that runs it. Never
 * overwrites a file unless it is told to.
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { style, type Io } from './io.ts';
import { commandFor } from './options.ts';
import { starterScenario } from './starter.ts';
import { PLAIN } from './typed_as.ts';
import { variablesIn, workflow, WORKFLOW_FILE } from './workflow.ts';

export function initCommand(io: Io, setExit: (code: number) => void): Command {
  return commandFor('init', io)
    .description('write a commented scenario to start from')
    .argument('[file]', 'where to write it', 'scenario.yaml')
    .option('--ci', 'also write a GitHub workflow that runs it; a scenario that is there is left as it is')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      '\nExamples:\n  $ callstorm init --ci\n  $ callstorm init tests/checkout.yaml --force\n',
    )
    .action(async (file: string, options: InitOptions) => {
      await init(io, file, options);
      setExit(0);
    });
}

interface InitOptions {
  readonly ci?: true;
  readonly force?: true;
}

async function init(io: Io, file: string, { ci, force: forced }: InitOptions): Promise<void> {
  const force = forced === true;
  const path = resolve(io.cwd, file);
  const { green, dim } = style(io);
  const kept = ci === true && existsSync(path) && !force;
  if (!kept) {
    if (!['.yaml', '.yml'].includes(extname(path))) {
      throw new ConfigError('expected a file that ends in .yaml or .yml', { code: 'init_format', file });
    }
    const text = starterScenario({ schema: schemaSeenFrom(path), command: io.command ?? PLAIN, file });
    await writeNew(path, text, file, force);
    io.out(`${green('wrote')}  ${file}\n`);
  }
  if (ci === true) io.out(`${green('wrote')}  ${await writeWorkflow(io.cwd, path, force)}\n`);
  io.out('\nNext:\n');
  const steps = [
    [`validate ${file}`, 'check it, and see what it will do'],
    [`run ${file}`, 'run it against the simulated agent'],
  ] as const;
  const width = Math.max(...steps.map(([step]) => step.length));
  for (const [step, what] of steps) {
    io.out(`  ${io.command ?? PLAIN} ${step.padEnd(width)}  ${dim(what)}\n`);
  }
  if (ci === true)
    io.out(`  ${dim('commit both files, and package-lock.json with callstorm in it (npm i -D)')}\n`);
}

/** Into the repository that the project lies in. Gives its path as seen from here. */
async function writeWorkflow(cwd: string, scenario: string, force: boolean): Promise<string> {
  const repository = repositoryAround(cwd);
  const path = resolve(repository, WORKFLOW_FILE);
  const file = relative(cwd, path);
  const text = workflow({
    scenario: slashes(relative(cwd, scenario)),
    folder: slashes(relative(repository, cwd)),
    locked: existsSync(resolve(cwd, 'package-lock.json')),
    variables: variablesIn(await readFile(scenario, 'utf8')),
  });
  await writeNew(path, text, file, force);
  return file;
}

async function writeNew(path: string, text: string, file: string, force: boolean): Promise<void> {
  if (existsSync(path) && !force) {
    throw new ConfigError('this file is there already, and was left as it is', {
      code: 'init_exists',
      file,
      hint: 'Give another name, or --force to replace it.',
    });
  }
  try {
    await writeWhole(path, text);
  } catch (error) {
    throw unwritable(error, { code: 'init_unwritable', file });
  }
}

/** Where the nearest `.git` lies; here, where there is none. */
function repositoryAround(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(resolve(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** The published schema, where it lies in the same project; a path out of it would not last. */
function schemaSeenFrom(path: string): string | null {
  const schema = fileURLToPath(new URL('../../scenarios/scenario.schema.json', import.meta.url));
  const project = dirname(dirname(schema));
  const home = project.includes('node_modules')
    ? project.slice(0, project.lastIndexOf('node_modules'))
    : project;
  const inside = !relative(home, path).startsWith('..');
  const seen = slashes(relative(dirname(path), schema));
  return inside ? (seen.startsWith('.') ? seen : `./${seen}`) : null;
}
