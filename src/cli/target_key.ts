/** The key for a target: from the environment, fit for a header, and not to be read on its way. */

import { ConfigError } from '../core/word/config_error.ts';
import type { Plan } from '../core/plan/plan.ts';
import { refuseShortKey } from '../core/word/redaction.ts';
import { unfitKey } from '../dialect/credential.ts';
import { tokenKeeperFor, type TokenKeeper } from '../run/token/token_keeper.ts';
import { targetDoubts } from '../scenario/session_doubt.ts';
import { style, type Io } from './io.ts';

export function requireKey(plan: Plan, io: Io): void {
  const { keyEnv } = plan.target;
  if (keyEnv === undefined || plan.target.url === 'simulator') return;
  const key = io.env[keyEnv];
  const unfit = key === undefined ? null : unfitKey(plan.target, key);
  if (unfit !== null) {
    const carrier = plan.target.keyProtocol === undefined ? 'a header' : 'a handshake';
    throw new ConfigError(`expected a key that fits in ${carrier} in ${keyEnv}; it has ${unfit}`, {
      code: 'key_malformed',
      path: 'target.key_env',
      hint: 'set it again without what surrounds it, e.g. the carriage return of a Windows .env file',
    });
  }
  if (key !== undefined && key !== '') return refuseShortKey(key, keyEnv);
  throw new ConfigError(`expected a key in the environment variable ${keyEnv}, found none`, {
    code: 'key_missing',
    path: 'target.key_env',
    hint: `export ${keyEnv}=… and run again; or leave key_env out for a target that asks for none`,
  });
}

/**
 * The key of a target whose scenario has a command fetch it, fetched before anything is written: without it there is nothing to run.
 * Null: it has none. `folder`: where the scenario is.
 */
export async function tokensFor({ target }: Plan, { env }: Io, folder: string): Promise<TokenKeeper | null> {
  const tokens = tokenKeeperFor(target, { env, folder });
  await tokens?.first();
  return tokens;
}

/** A key that leaves the machine unencrypted is worth a word. */
export function warnOfPlainKey(plan: Plan, io: Io): void {
  const { keyEnv, tokenCommand, url } = plan.target;
  const source = keyEnv ?? (tokenCommand === undefined ? undefined : 'target.token_command');
  if (source === undefined || !url.startsWith('ws://')) return;
  const { hostname } = new URL(url);
  if (hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')) return;
  io.err(
    `${style(io).yellow('warning')} the key ${keyEnv === undefined ? 'of' : 'in'} ${source} goes to ${hostname} unencrypted: ws:// is not wss://\n`,
  );
}

/** What of the target's settings will surprise. */
export function warnOfDoubts(plan: Plan, io: Io): void {
  for (const doubt of targetDoubts(plan.target, plan.tools, plan.dialect)) {
    io.err(`${style(io).yellow('warning')} ${doubt}\n`);
  }
}
