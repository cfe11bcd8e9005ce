/** `callstorm doctor`: what this machine has, what it can hold, and what to do about that. Calls nobody, changes nothing. */

import type { Command } from 'commander';
import { visible } from '../core/word/visible.ts';
import { count } from '../report/figure.ts';
import { hanging, wrapped } from '../report/view/columns.ts';
import { examine } from '../run/machine/examine.ts';
import type { Examined, Health } from '../run/machine/examined.ts';
import { holdsOf } from '../run/machine/holds.ts';
import { readMachine } from '../run/machine/read_machine.ts';
import { style, type Io } from './io.ts';
import { commandFor, upTo } from './options.ts';
import { measuredCosts } from './plan_capacity.ts';

interface DoctorOptions {
  readonly calls?: number;
  readonly measured?: string;
  readonly json?: true;
}

const MOST_CALLS = 1_000_000;

export function doctorCommand(
  io: Io,
  setExit: (code: number) => void,
  read: typeof readMachine = readMachine,
): Command {
  return commandFor('doctor', io)
    .description(
      'say what this machine can hold: cores, memory, files, ports, clocks; and what to do about it',
    )
    .option('--calls <n>', 'so many at once are meant to be made here', upTo(MOST_CALLS))
    .option('--measured <file>', 'what a call costs here: npm run bench:scale -- --out <file>')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm doctor
  $ callstorm doctor --calls 5000
  $ kubectl run doctor --rm -it --restart=Never --image … -- doctor --calls 1000

Takes about a second. Exit codes: 0 no problem, 1 a problem.
`,
    )
    .action(async (options: DoctorOptions) => setExit(await doctor(io, options, read)));
}

async function doctor(io: Io, options: DoctorOptions, read: typeof readMachine): Promise<number> {
  const costs = await measuredCosts(io, options.measured);
  const reading = await read(io.cwd, io.env);
  const holds = holdsOf(reading, costs);
  const found = examine(reading, holds, options.calls ?? null);
  const problems = found.filter(({ health }) => health === 'problem').length;
  if (options.json === true)
    io.out(`${JSON.stringify({ version: 1, problems, checks: found, holds, reading }, null, 2)}\n`);
  else {
    io.out(doctorText(found, io));
    io.out(doctorEnd(found, costs.where, io));
  }
  return problems > 0 ? 1 : 0;
}

function doctorText(found: readonly Examined[], io: Io): string {
  const { green, yellow, red, dim } = style(io);
  const paint: Readonly<Record<Health, (text: string) => string>> = { ok: green, look: yellow, problem: red };
  const rows = found.flatMap(({ name, health, figure, advice }) => [
    [paint[health](health), visible(name), visible(figure)],
    ...(advice === null ? [] : [['', '', dim(visible(advice))]]),
  ]);
  return hanging(rows, [], Math.max(40, io.columns), 20)
    .map((line) => `${line}\n`)
    .join('');
}

function doctorEnd(found: readonly Examined[], where: string, io: Io): string {
  const many = (health: Health): number => found.filter((one) => one.health === health).length;
  const [problems, looks] = [many('problem'), many('look')];
  const { bold, dim } = style(io);
  const said =
    problems + looks === 0
      ? 'Nothing is wrong here.'
      : `${count(problems)} ${problems === 1 ? 'problem' : 'problems'}, ${count(looks)} to look at.`;
  const note = `How many calls: by what one takes on ${where}. Another machine may hold more or fewer: npm run bench:scale measures it.`;
  return `\n${bold(said)}\n${wrapped(visible(note), Math.max(40, io.columns))
    .map((line) => `${dim(line)}\n`)
    .join('')}`;
}
