/**
 * Has a target's token fetched by the command that its scenario names: started without a shell, within a time, its output read
 * and shown to nobody. What goes wrong is one error with a way out; what the command says of it on standard error is shown, with
 * everything hidden in it that could be a key.
 */

import { ConfigError } from '../../core/word/config_error.ts';
import { filled } from '../../core/word/env_text.ts';
import { redactionOf, type Redact } from '../../core/word/redaction.ts';
import { looksSecret, namesSecret } from '../../core/word/secret.ts';
import { shellWord } from '../../core/word/shell_word.ts';
import { cut, visible } from '../../core/word/visible.ts';
import { runCommand, type Outcome } from '../../fixture/run_command.ts';
import { readToken, type Token } from './token_text.ts';

export interface TokenCommand {
  /** Program and arguments. `${NAME}` in them stands for an environment variable's value. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where it is run. */
  readonly folder: string;
}

/** A command that mints a token asks a service once. */
export const TOKEN_WITHIN_MS = 30_000;
const MOST_PRINTED_BYTES = 1 << 20;
const MOST_SHOWN = 400;
const PATH = 'target.token_command';

/** Throws ConfigError `token_command` where there is no token to be had. */
export async function fetchToken(
  { argv, env, folder }: TokenCommand,
  signal: AbortSignal,
  withinMs = TOKEN_WITHIN_MS,
): Promise<Token> {
  const secrets: string[] = Object.entries(env).flatMap(([name, value]) =>
    namesSecret(name) && value !== undefined ? [value] : [],
  );
  const [program = '', ...args] = argv.map((word) =>
    filled(word, (name) => {
      const value = env[name] ?? '';
      if (value === '') throw missing(name);
      secrets.push(value);
      return value;
    }),
  );
  const failed = (message: string, hint = `Run it by hand to see more: ${shownCommand(argv)}`): ConfigError =>
    new ConfigError(`"${visible(argv[0] ?? '')}" ${message}`, { code: 'token_command', path: PATH, hint });
  let outcome: Outcome;
  try {
    outcome = await runCommand({
      program,
      args,
      input: '',
      timeoutMs: withinMs,
      mostBytes: MOST_PRINTED_BYTES,
      signal,
      folder,
    });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such program here', EACCES: 'it is no program that may be run' }[code];
    throw failed(
      `cannot be started: ${why ?? code}`,
      `It is started in ${visible(folder)}. Install it, or give its whole path.`,
    );
  }
  const printed = outcome.stdout.toString('utf8');
  const redact = redactionOf([...secrets, ...wordsOf(printed)]);
  const wrong = complaint(outcome, withinMs, redact);
  if (wrong !== null) throw failed(wrong);
  const token = readToken(printed, Date.now());
  if (typeof token === 'string')
    throw failed(
      token,
      'Have it print the token and nothing else, or JSON such as {"token": "…", "expires_in": 600}.',
    );
  return token;
}

/** As it may be shown: without what could be a key. */
export function shownCommand(argv: readonly string[]): string {
  return argv.map((word) => (looksSecret(word) ? '…' : visible(shellWord(word)))).join(' ');
}

/** Null where all went well, as far as the program says. */
function complaint(
  { type, exitCode, endedBy, stderr }: Outcome,
  withinMs: number,
  redact: Redact,
): string | null {
  switch (type) {
    case 'timed_out':
      return `was not done after ${withinMs / 1000} s, and was ended`;
    case 'too_much':
      return `printed more than ${MOST_PRINTED_BYTES >> 20} MiB, and was ended`;
    case 'stopped':
      return 'was stopped';
    case 'ended': {
      if (exitCode === 0) return null;
      const how =
        exitCode === null ? `was ended by ${endedBy ?? 'a signal'}` : `failed (exit code ${exitCode})`;
      const said = keyless(redact(stderr).trim());
      return said === '' ? `${how} and said nothing` : `${how}: ${cut(said, MOST_SHOWN)}`;
    }
  }
}

function keyless(text: string): string {
  const known = text.replaceAll(/bearer\s+\S+/gi, 'Bearer …').replaceAll(/\s*\n\s*/g, ' / ');
  return visible(known.replaceAll(/[\w+/=.:-]+/g, (word) => (looksSecret(word) ? '…' : word)));
}

/** All that could be the token in what was printed, though the command failed. */
function wordsOf(printed: string): readonly string[] {
  return (printed.match(/[\w+/=.~:-]{8,}/g) ?? []).slice(0, 100);
}

function missing(name: string): ConfigError {
  return new ConfigError(`expected a value in the environment variable ${name}, found none`, {
    code: 'variable_missing',
    path: PATH,
    hint: `export ${name}=… and run again`,
  });
}
