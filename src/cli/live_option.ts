/** `run --ui`: opens the live view before any call is made, and says where it is. */

import { InvalidArgumentError, type Command } from 'commander';
import { visible } from '../core/word/visible.ts';
import { LiveView } from '../run/live/live_view.ts';
import { opensOnDesktop } from './desktop.ts';
import { style, type Io } from './io.ts';
import type { RunOptions } from './options.ts';

const LARGEST_PORT = 65_535;

export function liveOptions(command: Command): Command {
  return command
    .option(
      '--ui [port]',
      'serve a page of the run while it goes on, to this machine alone (default: on any free port)',
      livePort,
    )
    .option('--open', 'open that page in a browser, where there is one');
}

/** Null: nobody asked for it. Throws ConfigError where the port cannot be had. */
export async function openLive(
  io: Io,
  { ui, open }: Pick<RunOptions, 'ui' | 'open'>,
): Promise<LiveView | null> {
  if (ui === undefined && open !== true) return null;
  const { bold, dim } = style(io);
  const view = await LiveView.open({
    port: typeof ui === 'number' ? ui : 0,
    onStop: () =>
      io.err('\nstopping, as was asked for on the live page: ending the calls that are going on\n'),
    onLost: (why) => io.err(`\nwarning the live page is lost, and the run goes on: ${visible(why)}\n`),
  });
  io.err(`${bold('live')}  ${view.url}  ${dim('whoever has this address may watch the run, and stop it')}\n`);
  // Where there is no browser, its address stands above.
  if (open === true) void opensOnDesktop(view.url, io.env);
  return view;
}

function livePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= LARGEST_PORT) return port;
  throw new InvalidArgumentError(
    `expected a port from 0 to ${LARGEST_PORT}, found "${text.slice(0, 100)}". Where a scenario follows, write --ui after it.`,
  );
}
