/**
 * What dialling takes from outside the plan: the values of the variables that its target names, the key, certificates, a proxy.
 * Gathered once, before the first call, where what is missing can still be told; from here on none of it is shown.
 */

import type { PlanTarget } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { filledTarget } from '../filled_target.ts';
import { proxyFor, type Environment } from './proxy.ts';

/** Plain data: it goes to the workers. */
export interface Dialing {
  /** With values in place of names. */
  readonly target: PlanTarget;
  /** All that must be in no record. */
  readonly secrets: readonly string[];
  /** PEM; null: the usual authorities alone. */
  readonly ca: string | null;
  readonly proxy: string | null;
  /** What handshakes and webhooks are signed with; null: nothing. */
  readonly authToken: string | null;
}

/** `url`: what is dialled. The simulated agent is given nothing of it. Throws ConfigError for what is missing. */
export function dialingOf(
  target: PlanTarget,
  url: string,
  env: Environment,
  { key, ca = null }: { readonly key?: string | undefined; readonly ca?: string | null } = {},
): Dialing {
  const secrets = key === undefined ? [] : [key];
  if (target.url === 'simulator') {
    const { headers: _headers, query: _query, protocols: _protocols, keyProtocol: _key, ...rest } = target;
    return { target: rest, secrets, ca: null, proxy: null, authToken: null };
  }
  const valueOf = (name: string, path: string, isHeader: boolean): string => {
    const value = env[name];
    if (value === undefined || value === '') throw missing(name, path);
    if (isHeader && /[^\t\u0020-\u007E]/.test(value)) throw malformed(name, path);
    secrets.push(value);
    return value;
  };
  const named = filledTarget(target, valueOf);
  const { authTokenEnv } = target;
  const authToken = authTokenEnv === undefined ? null : valueOf(authTokenEnv, 'target.auth_token_env', false);
  const proxy = proxyFor(url, env);
  if (proxy !== null) {
    const { username, password } = new URL(proxy);
    for (const part of [username, password]) if (part !== '') secrets.push(part, decodeURIComponent(part));
  }
  return {
    target: named,
    secrets,
    ca,
    proxy,
    authToken,
  };
}

function missing(name: string, path: string): ConfigError {
  return new ConfigError(`expected a value in the environment variable ${name}, found none`, {
    code: 'variable_missing',
    path,
    hint: `export ${name}=… and run again`,
  });
}

function malformed(name: string, path: string): ConfigError {
  return new ConfigError(
    `expected a value that fits in a header in ${name}; it has a line break or another odd character`,
    { code: 'variable_malformed', path, hint: 'set it again without what surrounds it' },
  );
}
