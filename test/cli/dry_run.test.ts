import { expect, it } from 'vitest';
import { runCommand } from '../../src/cli/run.ts';

const root = new URL('../../', import.meta.url).pathname;

async function dry(...args: string[]): Promise<{ out: string; code: number | null }> {
  const result: { out: string; code: number | null } = { out: '', code: null };
  const io = {
    out: (text: string) => void (result.out += text),
    err: () => {},
    isTTY: false,
    columns: 100,
    env: {},
    cwd: root,
  };
  const command = runCommand(io, (code) => void (result.code = code));
  await command.parseAsync(['scenarios/support-line.yaml', '--dry-run', '--calls', '4', ...args], {
    from: 'user',
  });
  return result;
}

it('a dry run says what the run would come to, and whether its budget would last', async () => {
  const { out, code } = await dry('--budget', '$0.05');
  expect(code).toBe(0);
  for (const row of [
    /^support-line {2}dry run: no call is made\n/,
    /^ {2}calls {2,}4$/m,
    /^ {2}audio cached {2,}~[\d,]+ tokens$/m,
    /^ {2}cost {2,}~\$0\.\d+ \(\$0\.\d+ to \$0\.\d+, 90%\)/m,
    /^ {2}budget {2,}\$0\.0500? \(polite\): would end the run after about 1 call, with exit code 4$/m,
    /What this assumes:\n {2}- an agent that answers as the simulated one did in 4 calls/,
  ])
    expect(out).toMatch(row);
});

it('a dry run is told as data', async () => {
  const { out } = await dry('--json', '--budget', '5');
  const told = JSON.parse(out) as { estimate: { calls: number; costUsd: number }; budget: unknown };
  expect(told.estimate.calls).toBe(4);
  expect(told.budget).toMatchObject({ maxUsd: 5, stop: 'polite', outlook: 'holds' });
});
