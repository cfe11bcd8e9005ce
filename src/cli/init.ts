/**
 * `callstorm init`: writes a scenario to start from, full of comments or one of those that Callstorm brings (`--template`), and
 * with `--ci` a workflow that runs it. Never overwrites a file unless it is told to.
 */

import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, relative, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { style, type Io } from './io.ts';
import { commandFor } from './options.ts';
import { starterScenario } from './starter.ts';
import { template, templateLines, templateNames, type Template } from './template.ts';
import { PLAIN } from './typed_as.ts';
import { variablesIn, workflow, WORKFLOW_FILE } from './workflow.ts';
import { ownFile } from '../disk/own_file.ts';

export function initCommand(io: Io, setExit: (code: number) => void): Command {
  return commandFor('init', io)
    .description('write a commented scenario to start from')
    .argument('[file]', 'where to write it (default: scenario.yaml, or the template’s own name)')
    .addOption(templateOption())
    .option('--ci', 'also write a GitHub workflow that runs it; a scenario that is there is left as it is')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      '\nExamples:\n  $ callstorm init --ci\n  $ callstorm init --template list\n' +
        '  $ callstorm init --template noisy-street\n  $ callstorm init tests/checkout.yaml --force\n',
    )
    .action(async (file: string | undefined, options: InitOptions) => {
      if (options.template === LIST) io.out(`${templateLines().join('\n')}\n`);
      else await init(io, file ?? `${options.template ?? 'scenario'}.yaml`, options);
      setExit(0);
    });
}

const LIST = 'list';

/** Its choices are for the shell to complete; what is none of them is told with a line on each (template.ts). */
function templateOption(): Option {
  return new Option('--template <name>', 'one of the bundled scenarios; list: which there are')
    .choices([LIST, ...templateNames()])
    .argParser((name: string) => name);
}

interface InitOptions {
  readonly ci?: true;
  readonly force?: true;
  readonly template?: string;
}

async function init(
  io: Io,
  file: string,
  { ci, force: forced, template: wanted }: InitOptions,
): Promise<void> {
  const force = forced === true;
  const path = resolve(io.cwd, file);
  const { green, dim } = style(io);
  const kept = ci === true && existsSync(path) && !force;
  if (!kept) {
    if (!['.yaml', '.yml'].includes(extname(path))) {
      throw new ConfigError('expected a file that ends in .yaml or .yml', { code: 'init_format', file });
    }
    const wishes = { schema: schemaSeenFrom(path), command: io.command ?? PLAIN, file };
    const { text, beside }: Template =
      wanted === undefined ? { text: starterScenario(wishes), beside: new Map() } : template(wanted, wishes);
    const others = [...beside].map(([name, content]) => {
      const own = resolve(dirname(path), name);
      return { path: own, file: relative(io.cwd, own), text: content };
    });
    const fresh = others.filter(({ path: own, text: content }) => !holds(own, content));
    // All or nothing.
    for (const other of [{ path, file }, ...fresh]) refuseTaken(other.path, other.file, force);
    for (const one of [{ path, file, text }, ...fresh]) {
      await writeNew(one.path, one.text, one.file, force);
      io.out(`${green('wrote')}  ${one.file}\n`);
    }
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

/** It is there, as it would be written. */
function holds(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

function refuseTaken(path: string, file: string, force: boolean): void {
  if (!existsSync(path) || force) return;
  throw new ConfigError('this file is there already, and was left as it is', {
    code: 'init_exists',
    file,
    hint: 'Give another name, or --force to replace it.',
  });
}

async function writeNew(path: string, text: string, file: string, force: boolean): Promise<void> {
  refuseTaken(path, file, force);
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
  const schema = ownFile('scenarios/scenario.schema.json');
  const project = dirname(dirname(schema));
  const home = project.includes('node_modules')
    ? project.slice(0, project.lastIndexOf('node_modules'))
    : project;
  const inside = !relative(home, path).startsWith('..');
  const seen = slashes(relative(dirname(path), schema));
  return inside ? (seen.startsWith('.') ? seen : `./${seen}`) : null;
}
