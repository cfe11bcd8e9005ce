import { describe, expect, it } from 'vitest';
import { faultOption } from '../../src/cli/fault_option.ts';
import { commandFor, planOptions } from '../../src/cli/options.ts';
import { recordOption } from '../../src/cli/record_option.ts';
import { terminal } from './terminal.ts';

/** What is said to a command with these words behind it. */
async function refusal(...words: string[]): Promise<string> {
  const io = terminal();
  const command = recordOption(faultOption(planOptions(commandFor('try', io)), 'misbehave')).action(() => {});
  await command.parseAsync(words, { from: 'user' }).catch(() => {});
  return io.errText;
}

describe('what an option takes', () => {
  it.each(['-1', '0', '1.5', 'x', ''])('is at least 1 for a number of calls, not "%s"', async (text) => {
    for (const option of ['--calls', '--concurrency']) {
      expect(await refusal(option, text)).toContain(`expected a whole number of at least 1, found "${text}"`);
    }
  });

  it.each([
    ['--concurrency', '1000000000', 100_000],
    ['--calls', '9007199254740993', 10_000_000],
    ['--concurrency', '1e300', 100_000],
  ])('is bounded: %s %s', async (option, text, most) => {
    expect(await refusal(option, text)).toContain(
      `expected a whole number of at most ${most}, found "${text}"`,
    );
  });

  it.each(['-4', '4294967296', 'x'])('is any of a range for a seed, not "%s"', async (text) => {
    expect(await refusal('--seed', text)).toContain(
      `expected a whole number from 0 to 4294967295, found "${text}"`,
    );
    expect(await refusal('--seed', '0', '--calls', '3')).toBe('');
  });

  it('is a fault there is, before anything else of it', async () => {
    expect(await refusal('--fault', 'bogus:3')).toContain('there is no fault "bogus"');
    expect(await refusal('--fault', 'droped:3')).toContain('did you mean "dropped"?');
    expect(await refusal('--fault', 'dropped:3')).toContain('expected a share such as 5% or 0.05, found "3"');
    expect(await refusal('--fault', 'dropped:5%')).toBe('');
  });

  it.each(['some', 'worst', 'sample:0'])(
    'is all, the worst or a sample for recordings, not "%s"',
    async (text) => {
      expect(await refusal('--record', text)).toContain(
        `expected all, worst:<n> (the n worst calls) or sample:<n> (n calls by the seed), found "${text}"`,
      );
      expect(await refusal('--record', 'worst:3')).toBe('');
    },
  );
});
