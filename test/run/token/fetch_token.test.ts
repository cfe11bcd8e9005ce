import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/core/word/config_error.ts';
import { fetchToken } from '../../../src/run/token/fetch_token.ts';
import { TokenKeeper, tokenKeeperFor, waitMs } from '../../../src/run/token/token_keeper.ts';

const { signal } = new AbortController();
const sh = (script: string, env = {}, withinMs?: number) =>
  fetchToken({ argv: ['sh', '-c', script], env, folder: tmpdir() }, signal, withinMs);

async function refusalOf(fetching: Promise<unknown>): Promise<string> {
  const error: unknown = await fetching.catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error.describe();
  throw new Error(`expected a ConfigError, found ${String(error)}`);
}

describe.skipIf(process.platform === 'win32')('a command that fetches a token', () => {
  it('is started where it is told to, with the environment’s values in its words', async () => {
    const env = { WHO: 'me$(id)' };
    const argv = ['sh', '-c', 'echo "$0-$(pwd | wc -l | tr -d " ")"', '${WHO}'];
    expect(await fetchToken({ argv, env, folder: tmpdir() }, signal)).toMatchObject({ token: 'me$(id)-1' });
  });

  it('is told of by its own words, with nothing in them that could be a key', async () => {
    const env = { VAULT_TOKEN: 'from-vault', PLAIN: 'harmless', WHO: 'named-value' };
    const script =
      'echo half-a-token-printed; echo "no: half-a-token-printed from-vault harmless named-value sk-proj-0a1B2c3D $(printf "\\033[31m")red" >&2; exit 3';
    const argv = ['sh', '-c', script, '${WHO}'];
    const text = await refusalOf(fetchToken({ argv, env, folder: tmpdir() }, signal));
    expect(text).toMatch(/^target\.token_command: "sh" failed \(exit code 3\): no: … … harmless … … /);
    expect(text).toContain(String.raw`\u001b[31mred`);
    expect(text).toContain('Run it by hand to see more: sh -c ');
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['does not end', () => sh('sleep 5', {}, 60), /was not done after 0\.06 s, and was ended/],
    ['says nothing', () => sh('exit 1'), /failed \(exit code 1\) and said nothing/],
    ['prints nothing', () => sh('true'), /printed nothing\n.*Have it print the token/s],
    [
      'is not there',
      () => fetchToken({ argv: ['./gone'], env: {}, folder: tmpdir() }, signal),
      /no such program/,
    ],
    [
      'names a variable that is not set',
      () => fetchToken({ argv: ['echo', '${GONE}'], env: {}, folder: tmpdir() }, signal),
      /variable GONE, found none/,
    ],
  ])('is one clear error where it %s', async (_what, fetching, message) => {
    expect(await refusalOf(fetching())).toMatch(message);
  });

  it('is asked once, however often its token is wanted', async () => {
    const keeper = new TokenKeeper({ argv: ['sh', '-c', 'echo tok-$$'], env: {}, folder: tmpdir() });
    const first = await keeper.first();
    expect(await keeper.first()).toBe(first);
    keeper.stop();
  });
});

it('is not asked for the simulated agent’s, nor where there is none', () => {
  const around = { env: {}, folder: '.' };
  expect(tokenKeeperFor({ url: 'simulator', tokenCommand: ['a'] }, around)).toBeNull();
  expect(tokenKeeperFor({ url: 'ws://a' }, around)).toBeNull();
  expect(tokenKeeperFor({ url: 'ws://a', tokenCommand: ['a'] }, around)).not.toBeNull();
});

it.each([
  [600_000, 540_000],
  [100_000, 80_000],
  [1100, 1000],
  [-5, 1000],
])('a token with %i ms to go is fetched anew after %i', (lifeMs, expected) => {
  expect(waitMs(1_000_000 + lifeMs, 1_000_000)).toBe(expected);
});
