/**
 * Checks what is sent with the handshake, and what is laid over the session: header names that are names, values with
 * variables that are variables, and no key in either.
 */

import { isBroken, withoutNames } from '../core/word/env_text.ts';
import { looksSecret, namesSecret } from '../core/word/secret.ts';
import { found, get } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What the handshake itself is made of. */
const OURS =
  /^(?:connection|upgrade|content-length|transfer-encoding|sec-websocket-(?:key|version|extensions|accept|protocol))$/i;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const INTO_ENVIRONMENT =
  'Put it in the environment, e.g. AGENT_TOKEN, and write {env: AGENT_TOKEN}, or ${AGENT_TOKEN} inside a text.';

export function handshakeIssues(data: unknown): readonly Issue[] {
  const keyHeader = get(data, 'target', 'key_header');
  return [
    ...(typeof keyHeader === 'string' ? headerNameIssues(['target', 'key_header'], 'value', keyHeader) : []),
    ...keyHeaderIssues(data, keyHeader),
    ...valueIssues(data, 'headers'),
    ...valueIssues(data, 'query'),
    ...rawIssues(get(data, 'target', 'session', 'raw'), ['target', 'session', 'raw']),
  ];
}

function keyHeaderIssues(data: unknown, keyHeader: unknown): readonly Issue[] {
  const source = ['key_env', 'token_command'].find((name) => get(data, 'target', name) !== undefined);
  const keyed = source !== undefined;
  if (keyHeader !== undefined && !keyed) {
    const message = 'this header carries the key, and no key_env says which';
    return [{ path: ['target', 'key_header'], on: 'key', message, hint: 'Add key_env, or use headers.' }];
  }
  const carrier = typeof keyHeader === 'string' ? keyHeader.toLowerCase() : 'authorization';
  const twice = namesOf(get(data, 'target', 'headers')).find((name) => name.toLowerCase() === carrier);
  const elsewhere = get(data, 'target', 'key_protocol') !== undefined;
  if (!keyed || elsewhere || twice === undefined) return [];
  const message = `the key of ${source} goes into this header already`;
  return [{ path: ['target', 'headers', twice], on: 'key', message, hint: 'Keep one of the two.' }];
}

function valueIssues(data: unknown, where: 'headers' | 'query'): readonly Issue[] {
  const values = get(data, 'target', where);
  return namesOf(values).flatMap((name): readonly Issue[] => {
    const path = ['target', where, name];
    const value = get(values, name);
    return [
      ...(where === 'headers' ? headerNameIssues(path, 'key', name) : []),
      ...(typeof value === 'string' ? textIssues(path, name, value, where) : variableIssues(path, value)),
    ];
  });
}

function headerNameIssues(path: Path, on: Issue['on'], name: string): readonly Issue[] {
  if (!TOKEN.test(name))
    return [{ path, on, message: `expected the name of a header, found ${found(name)}` }];
  if (OURS.test(name)) return [{ path, on, message: 'the handshake itself sets this header' }];
  return [];
}

function textIssues(path: Path, name: string, text: string, where: string): readonly Issue[] {
  const on = 'value';
  if (isBroken(text)) {
    const message = `expected the name of an environment variable in each \${…}, found ${found(text)}`;
    return [{ path, on, message }];
  }
  const written = withoutNames(text);
  const bare = written.trim() !== '' && written === text && namesSecret(name);
  if (bare || looksSecret(written.replace(/^bearer\s+$/i, ''))) {
    const message = 'expected the NAME of an environment variable, found what may be a key (not shown)';
    return [{ path, on, message, hint: INTO_ENVIRONMENT }];
  }
  if (where === 'headers' && /[^\t\u0020-\u007E]/.test(text)) {
    return [{ path, on, message: 'expected text that fits in a header: ASCII, on one line' }];
  }
  return [];
}

function variableIssues(path: Path, value: unknown): readonly Issue[] {
  const name = get(value, 'env');
  if (typeof name !== 'string' || name === '' || VARIABLE.test(name)) return [];
  const message = looksSecret(name)
    ? 'expected the NAME of an environment variable, found what looks like a key itself (not shown)'
    : `expected the name of an environment variable such as AGENT_TOKEN, found ${found(name)}`;
  return [{ path: [...path, 'env'], on: 'value', message, hint: INTO_ENVIRONMENT }];
}

/** At any depth: a key is none of the protocol's words. */
function rawIssues(value: unknown, path: Path): readonly Issue[] {
  if (typeof value === 'string') {
    const secret = looksSecret(value) || (path.at(-1) === 'authorization' && value !== '');
    const message = 'expected the NAME of an environment variable, found what may be a key (not shown)';
    return secret ? [{ path, on: 'value', message, hint: 'Write {env: NAME} in its place.' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (isVariable(value)) return variableIssues(path, value);
  const entries: readonly [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, each]) => rawIssues(each, [...path, key]));
}

/** `{env: NAME}` and nothing else. */
function isVariable(value: object): boolean {
  return Object.keys(value).join() === 'env';
}

function namesOf(values: unknown): readonly string[] {
  return typeof values === 'object' && values !== null && !Array.isArray(values) ? Object.keys(values) : [];
}
