/** What was typed to come here, so that whatever is suggested can be typed too: `npx callstorm`, `node dist/cli/main.js` … */

import { basename, relative } from 'node:path';
import { commandNames } from './command_names.ts';
import type { Io } from './io.ts';

export const PLAIN = 'callstorm';

const BEFORE_COMMAND = new RegExp(
  `(?<![\\w./-]|npx |npm run )${PLAIN} (?=<command>|--help|(?:${commandNames.join('|')})\\b)`,
  'g',
);

export interface Typing {
  /** As `process.argv[1]` has it: a link is not followed. */
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

export function typedCommand({ script, env, cwd }: Typing): string {
  const path = script.replaceAll('\\', '/');
  if (path.includes('/node_modules/')) return withinProject(env['npm_config_user_agent'] ?? '');
  if (/^callstorm(?:\.\w+)?$/.test(basename(path))) {
    return env['npm_command'] === 'exec' ? 'npx callstorm' : PLAIN;
  }
  const byScript = ['callstorm', 'start'].includes(env['npm_lifecycle_event'] ?? '');
  if (byScript && env['npm_package_name'] === 'callstorm') return 'npm run callstorm --';
  const shown = relative(cwd, script);
  return `node ${/^[\w./\\:@%+=-]+$/.test(shown) ? shown : JSON.stringify(shown)}`;
}

/** The same words with what was typed in place of the bare name, wherever it is followed by a command. */
export function asTyped(text: string, { command = PLAIN }: Pick<Io, 'command'>): string {
  if (command === PLAIN) return text;
  return text.replaceAll(BEFORE_COMMAND, () => `${command} `);
}

function withinProject(agent: string): string {
  if (agent.startsWith('pnpm')) return 'pnpm exec callstorm';
  return agent.startsWith('yarn') ? 'yarn callstorm' : 'npx callstorm';
}
