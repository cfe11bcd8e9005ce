/** `callstorm faults` and docs/chaos.md know every fault there is. */

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { agentFaults } from '../../src/agent/fault/agent_faults.ts';
import { chaosFaults } from '../../src/chaos/chaos_faults.ts';
import { faultsCommand } from '../../src/cli/faults.ts';
import type { Io } from '../../src/cli/io.ts';

async function printed(): Promise<string> {
  let text = '';
  const io: Io = {
    out: (piece) => (text += piece),
    err: () => {},
    isTTY: false,
    columns: 100,
    env: {},
    cwd: process.cwd(),
  };
  await faultsCommand(io).parseAsync([], { from: 'user' });
  return text;
}

describe('callstorm faults', () => {
  it('lists the faults of both sides, each on a line of its own', async () => {
    const lines = (await printed()).split('\n');
    for (const { name, means } of [...chaosFaults.values(), ...agentFaults.values()]) {
      expect(lines.filter((line) => line.startsWith(`  ${name} `) && line.includes(means))).toHaveLength(1);
    }
  });

  it('tells of arguments and what goes for them', async () => {
    expect(await printed()).toContain('(phase=utterance, after=500ms, for=3000ms)');
  });
});

describe('docs/chaos.md', () => {
  it('has every fault of the caller’s side in a table', async () => {
    const text = await readFile(new URL('../../docs/chaos.md', import.meta.url), 'utf8');
    const missing = [...chaosFaults.keys()].filter((name) => !text.includes(`\n| \`${name}\``));
    expect(missing).toEqual([]);
  });
});
