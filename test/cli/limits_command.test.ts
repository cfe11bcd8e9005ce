import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitsCommand } from '../../src/cli/limits_command.ts';
import { madeCapacity } from '../report/capacity/made_capacity.ts';
import { call, footer, header, turn } from '../report/log_builder.ts';
import { terminal } from './terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-limits-'));
  const usage = { ...call().usage, textIn: 100, audioIn: 700, audioCached: 500, audioOut: 200 };
  const records = [
    header(),
    ...Array.from({ length: 6 }, (_, index) => [
      turn({ call: index, turn: 0, usage, answers: 1 }),
      turn({
        call: index,
        turn: 1,
        usage,
        answers: 1,
        ...(index === 5 ? { failure: 'rate_limited', outcome: 'failed' } : {}),
      }),
      call({ call: index, usage, connectedMs: 0, endedMs: 60_000 }),
    ]).flat(),
    footer({}),
  ];
  await mkdir(join(folder, 'run'));
  await writeFile(
    join(folder, 'run', 'calls.ndjson'),
    records.map((one) => `${JSON.stringify(one)}\n`).join(''),
  );
  await writeFile(join(folder, 'run', 'capacity.json'), JSON.stringify(madeCapacity()));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function limits(...args: string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  await limitsCommand(io).parseAsync(['run', ...args], { from: 'user' });
  return io.outText;
}

describe('callstorm limits', () => {
  it('counts all input, what is cached too, and the output; and tells of refusals with their instants', async () => {
    const told = JSON.parse(await limits('--tokens-per-minute', '20000', '--format', 'json')) as {
      readonly limits: readonly { readonly perMinute: { readonly mean: { readonly value: number } } }[];
      readonly busiest: readonly { readonly amount: number }[];
      readonly refusals: readonly unknown[];
    };
    expect(told.limits[0]?.perMinute.mean.value).toBe(2000);
    expect(told.busiest[0]?.amount).toBe(12_000);
    expect(told.refusals).toMatchObject([{ call: 5, code: 'rate_limited' }]);
    expect(await limits('--tokens-per-minute', '20000')).toMatch(
      /1 refusal for a limit: at .* \(call 5, rate_limited\)/,
    );
  });

  it('says which is met first, the account or the agent', async () => {
    const text = await limits('--sessions', '100', '--capacity', 'run');
    expect(text.replaceAll('\n', ' ')).toContain(
      'the agent holds 32: the agent is the limit, not the account',
    );
    expect(await limits('--sessions', '10', '--capacity', 'run', '--format', 'markdown')).toContain(
      'the account is the limit',
    );
  });

  it('takes what a provider states, with its date and source', async () => {
    const text = await limits('--provider', 'azure', '--model', 'gpt-realtime', '--tier', '1');
    expect(text).toContain('azure, gpt-realtime, tier 1 (2026-08-20');
    expect(await limits('--provider', 'xai', '--format', 'csv')).toContain('sessions,100,,,,100,100,100\r\n');
    await expect(limits()).rejects.toThrow('expected a limit');
  });
});
