/**
 * Checks where a target's key comes from and what carries it: one place each. A command that fetches it is one that can be started
 * without a shell, with no key in it; a sub-protocol is one that a handshake can offer.
 */

import { isCarrier } from '../core/plan/carrier.ts';
import { commandWords, wantsShell } from '../core/word/command_words.ts';
import { isBroken, withoutNames } from '../core/word/env_text.ts';
import { looksSecret } from '../core/word/secret.ts';
import { found, get } from '../config/source.ts';
import type { Issue } from '../config/source.ts';

/** What a handshake can name a sub-protocol by. */
export const PROTOCOL = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const KEY_PLACE = '{key}';
const WITHOUT_SHELL = 'Put it all into a script, and name that; quote it where it is meant as it stands.';

export function credentialIssues(data: unknown): readonly Issue[] {
  return [
    ...foreignQuirks(data),
    ...twoKeys(data),
    ...commandIssues(data),
    ...protocolIssues(data),
    ...keyProtocolIssues(data),
  ];
}

/** Quirks are of one protocol each. */
function foreignQuirks(data: unknown): readonly Issue[] {
  const quirks = get(data, 'target', 'quirks');
  if (quirks === undefined) return [];
  const dialect = get(data, 'target', 'dialect') ?? 'openai-realtime';
  const [wanted, whose] = isCarrier(quirks)
    ? ['twilio-media-streams', `${quirks} carries a telephone's calls`]
    : ['openai-realtime', 'quirks are of services that speak openai-realtime, almost'];
  if (dialect === wanted) return [];
  const message = `${whose}; the dialect is ${found(dialect)}`;
  const hint = `Add dialect: ${wanted}, or leave quirks out.`;
  return [{ path: ['target', 'quirks'], on: 'key', message, hint }];
}

function twoKeys(data: unknown): readonly Issue[] {
  if (get(data, 'target', 'key_env') === undefined || get(data, 'target', 'token_command') === undefined)
    return [];
  const message = 'the key is that of key_env already';
  return [{ path: ['target', 'token_command'], on: 'key', message, hint: 'Keep one of the two.' }];
}

function commandIssues(data: unknown): readonly Issue[] {
  const path = ['target', 'token_command'];
  const command = get(data, 'target', 'token_command');
  const wrong = (message: string, hint?: string): readonly Issue[] => [
    { path, on: 'value', message, ...(hint === undefined ? {} : { hint }) },
  ];
  if (typeof command === 'string') {
    const words = commandWords(command);
    if ('unclosed' in words) return wrong(`its ${words.unclosed} is never closed`);
    const shell = words.find(wantsShell);
    if (shell !== undefined)
      return wrong(`there is no shell that would understand ${found(shell.word)}`, WITHOUT_SHELL);
    if (words.length === 0) return wrong('expected a program and its arguments, found nothing');
    return words.flatMap(({ word }) => wordIssue(word, wrong)).slice(0, 1);
  }
  if (!Array.isArray(command)) return [];
  return command
    .flatMap((word: unknown) => (typeof word === 'string' ? wordIssue(word, wrong) : []))
    .slice(0, 1);
}

function wordIssue(
  word: string,
  wrong: (message: string, hint?: string) => readonly Issue[],
): readonly Issue[] {
  if (isBroken(word))
    return wrong(`expected the name of an environment variable in each \${…}, found ${found(word)}`);
  const rest = withoutNames(word);
  if (rest.split(/\s+/).some((part) => looksSecret(part))) {
    return wrong(
      'found what may be a key (not shown) in the command',
      'The command has the environment that callstorm has; ${NAME} puts a variable’s value into a word.',
    );
  }
  const [, name] = /\$([A-Za-z_]\w*)/.exec(rest) ?? [];
  if (name === undefined) return [];
  return wrong(`no shell puts a value in the place of $${name}`, `Write \${${name}}.`);
}

function protocolIssues(data: unknown): readonly Issue[] {
  const protocols = get(data, 'target', 'protocols');
  if (!Array.isArray(protocols)) return [];
  return protocols.flatMap((protocol: unknown, i): readonly Issue[] => {
    const path = ['target', 'protocols', i];
    if (typeof protocol !== 'string' || protocol === '') return [];
    if (looksSecret(protocol)) {
      const message = 'expected a sub-protocol, found what may be a key (not shown)';
      const hint = 'Write key_protocol: openai-insecure-api-key.{key}, and key_env with the name of the key.';
      return [{ path, on: 'value', message, hint }];
    }
    if (PROTOCOL.test(protocol)) return [];
    return [{ path, on: 'value', message: `expected the name of a sub-protocol, found ${found(protocol)}` }];
  });
}

function keyProtocolIssues(data: unknown): readonly Issue[] {
  const path = ['target', 'key_protocol'];
  const written = get(data, 'target', 'key_protocol');
  if (typeof written !== 'string' || written === '') return [];
  const wrong = (on: Issue['on'], message: string, hint: string): readonly Issue[] => [
    { path, on, message, hint },
  ];
  const rest = written.replace(KEY_PLACE, '');
  if (rest === written || looksSecret(rest) || (rest !== '' && !PROTOCOL.test(rest))) {
    const shown = looksSecret(rest) ? 'what may be a key (not shown)' : found(written);
    const hint = 'For example openai-insecure-api-key.{key}, or bearer.{key}.';
    return wrong('value', `expected a sub-protocol with {key} in the key’s place, found ${shown}`, hint);
  }
  if (get(data, 'target', 'key_env') === undefined && get(data, 'target', 'token_command') === undefined) {
    const hint = 'Add key_env, or token_command.';
    return wrong('key', 'this sub-protocol carries the key, and nothing says which', hint);
  }
  if (get(data, 'target', 'key_header') !== undefined)
    return wrong('key', 'the key goes into key_header already', 'Keep one of the two.');
  return [];
}
