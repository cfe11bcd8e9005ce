#!/usr/bin/env node
/**
 * Where the process begins. It listens for Ctrl-C before anything else is loaded, so it loads nothing itself; and it is the
 * only place that sets an exit code.
 */

import { listenFromTheStart } from './interrupts.ts';

const args = process.argv.slice(2);
if (args.includes('run') || args.includes('capacity')) listenFromTheStart();
try {
  const { program } = await import('./program.ts');
  const exitCode = await program(args);
  process.on('exit', () => {
    process.exitCode = exitCode();
  });
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
  process.stderr.write(
    `error the command could not be loaded: ${message.split(',')[0] ?? ''}\n  raise the limit of open files, e.g. \`ulimit -n 4096\`\n`,
  );
  process.exitCode = 3;
}
