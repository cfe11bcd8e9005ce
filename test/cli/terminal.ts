/** A terminal that remembers what it was told. */

import type { Io } from '../../src/cli/io.ts';

export interface FakeTerminal extends Io {
  outText: string;
  errText: string;
}

export function terminal(
  options: { cwd?: string; isTTY?: boolean; env?: NodeJS.ProcessEnv; columns?: number } = {},
): FakeTerminal {
  const fake: FakeTerminal = {
    outText: '',
    errText: '',
    out: (text) => {
      fake.outText += text;
    },
    err: (text) => {
      fake.errText += text;
    },
    isTTY: options.isTTY ?? false,
    columns: options.columns ?? 100,
    env: options.env ?? {},
    cwd: options.cwd ?? '/',
  };
  return fake;
}
