/**
 * Checks what a schema cannot of a target: that its address is one, that what it names is there, and that no key stands where
 * only a key's name should.
 */

import { didYouMean } from '../core/word/nearest.ts';
import { carriesKey, looksSecret } from '../core/word/secret.ts';
import { credentialIssues } from './credential_meaning.ts';
import { telephoneIssues } from './telephone_meaning.ts';
import { handshakeIssues } from './handshake_meaning.ts';
import { webhookIssues, webhookMistake } from './webhook_meaning.ts';
import { found, get } from '../config/source.ts';
import type { Issue } from '../config/source.ts';
import type { Surroundings } from './scenario_meaning.ts';

export function targetIssues(data: unknown, around: Surroundings): readonly Issue[] {
  const issues: Issue[] = [];
  const url = get(data, 'target', 'url');
  if (typeof url === 'string' && url !== 'simulator') {
    const message = urlMistake(url);
    if (message !== null) issues.push({ path: ['target', 'url'], on: 'value', message });
  }
  const dialect = get(data, 'target', 'dialect');
  if (typeof dialect === 'string' && /\.m?[jt]s$/.test(dialect) && !around.fileExists(dialect)) {
    const message = `expected a file, relative to this scenario; there is none at ${found(dialect)}`;
    issues.push({ path: ['target', 'dialect'], on: 'value', message });
  }
  const keyEnv = get(data, 'target', 'key_env');
  if (typeof keyEnv === 'string' && keyEnv !== '') {
    if (looksSecret(keyEnv) || keyEnv.length > 64) {
      issues.push({
        path: ['target', 'key_env'],
        on: 'value',
        message:
          'expected the NAME of an environment variable, found what looks like a key itself (not shown)',
        hint: 'Put the key in the environment, e.g. OPENAI_API_KEY, and write that name here. Consider this key leaked.',
      });
    } else if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(keyEnv)) {
      const message =
        'expected the name of an environment variable such as OPENAI_API_KEY, found something else';
      issues.push({ path: ['target', 'key_env'], on: 'value', message });
    }
  }
  const profile = get(data, 'target', 'profile');
  if (typeof profile === 'string' && profile !== '') {
    const path = ['target', 'profile'];
    if (typeof url === 'string' && url !== 'simulator') {
      const message = 'a profile is for the simulated agent, but target.url is another';
      issues.push({ path, on: 'key', message, hint: 'Remove it, or set url: simulator.' });
    } else if (!around.fileExists(profile)) {
      const message = `expected a file, relative to this scenario; there is none at ${found(profile)}`;
      issues.push({ path, on: 'value', message });
    }
  }
  const ca = get(data, 'target', 'ca');
  if (typeof ca === 'string' && ca !== '' && !around.fileExists(ca)) {
    const message = `expected a file, relative to this scenario; there is none at ${found(ca)}`;
    issues.push({ path: ['target', 'ca'], on: 'value', message });
  }
  return [
    ...issues,
    ...credentialIssues(data),
    ...webhookIssues(data),
    ...handshakeIssues(data),
    ...telephoneIssues(data),
  ];
}

/** What is wrong with a target; null: nothing. `webhook`: it may be that of a voice webhook. */
export function urlMistake(text: string, webhook = false): string | null {
  if (webhook && /^https?:/i.test(text)) return webhookMistake(text);
  const wanted = 'expected a ws:// or wss:// URL, or the word simulator';
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return `${wanted}, found ${found(text)}${didYouMean(text, ['simulator'])}`;
  }
  if (url.username !== '' || url.password !== '') return `${wanted}, without a user or password in it`;
  if (url.hash !== '') return `${wanted}, without a # part, which is never sent`;
  if (carriesKey(text)) {
    return `${wanted}, without a key in it; name the key's environment variable under key_env, or under query: {name: {env: NAME}}`;
  }
  if (url.protocol === 'ws:' || url.protocol === 'wss:') return null;
  const better = text.replace(/^http/, 'ws');
  return `${wanted}, found ${found(text)}${better === text ? '' : `; did you mean "${better}"?`}`;
}
