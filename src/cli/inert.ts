/** What is printed in a workflow of GitHub Actions, whose runner obeys lines that look like commands of its own. Pure. */

import type { Io } from './io.ts';

/** What is printed as the runner obeys nothing of it: `::name::` at the start of a line, and `##[name]` anywhere in it. */
export function inert(text: string, { GITHUB_ACTIONS: actions }: Io['env']): string {
  if (actions !== 'true') return text;
  return text.replaceAll('##[', '#\\u0023[').replaceAll(/^(\s*):(?=:)/gm, String.raw`$1\u003a`);
}

/** In a format that was asked for, standard output is to be read as it stands; the terminal's is for people. */
export function isForMachines(args: readonly string[]): boolean {
  return args.some((arg, at) => {
    if (arg === '--json') return true;
    const format = arg === '--format' ? args[at + 1] : /^--format=(.*)$/s.exec(arg)?.[1];
    return format !== undefined && format !== 'terminal';
  });
}
