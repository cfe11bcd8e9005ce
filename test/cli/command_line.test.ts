import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/command_line.ts';

const plan = { calls: 8, concurrency: 2, duration: 60_000, seed: 7 };

describe('the command that makes the same run again', () => {
  it('has all that changes what is made', () => {
    expect(
      commandLine('my calls.yaml', {
        ...plan,
        target: 'ws://127.0.0.1:1/x',
        workers: 2,
        prices: 'my prices.yaml',
        calibrate: false,
        fault: ['server_error:5%'],
        out: 'reports/a',
      }),
    ).toBe(
      "callstorm run 'my calls.yaml' --target ws://127.0.0.1:1/x --calls 8 --concurrency 2 --duration 60000ms --seed 7 --prices 'my prices.yaml' --workers 2 --no-calibrate --fault server_error:5%",
    );
  });

  it('is a rehearsal’s with its options, as it was called', () => {
    expect(commandLine('s.yaml', { ...plan, fault: ['dropped:5%'] }, 'npx callstorm', 'rehearse')).toBe(
      'npx callstorm rehearse s.yaml --calls 8 --concurrency 2 --duration 60000ms --seed 7 --fault dropped:5%',
    );
  });
});
