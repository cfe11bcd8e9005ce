/**
 * What keeps a simulated agent's connections private: its certificate, from files or made for the run, and the key that
 * clients have to present, from the environment. ConfigErrors say what is missing and never hold a key.
 */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { makeCertificate, namesOf } from '../agent/certificate.ts';
import { readTlsPair, type TlsPair } from '../agent/tls_files.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { unwritable } from '../disk/disk_trouble.ts';
import { expectWritable } from '../disk/expect_writable.ts';
import type { Io } from './io.ts';

/** The environment variable that is looked at where no other is named. */
export const AGENT_KEY_ENV = 'CALLSTORM_AGENT_KEY';

export interface SecurityOptions {
  readonly host: string;
  readonly tls?: true;
  readonly cert?: string;
  readonly key?: string;
  readonly writeCert?: string;
  readonly keyEnv?: string;
}

/** How the server proves itself. `trust`: words for whoever has to be told to trust it. */
export interface Tls extends TlsPair {
  readonly trust: string;
}

/** Null: in the clear. */
export async function tlsOf(io: Io, options: SecurityOptions): Promise<Tls | null> {
  const { cert, key, writeCert } = options;
  if (cert !== undefined || key !== undefined) {
    if (cert === undefined || key === undefined) {
      const [given, missing] = cert === undefined ? ['--key', '--cert'] : ['--cert', '--key'];
      throw new ConfigError(`${given} needs ${missing} beside it`, {
        code: 'tls_pair',
        hint: 'Give both, or --tls alone for a certificate that is made for this run.',
      });
    }
    if (writeCert !== undefined) throw nothingToWrite('--cert names one that is there already');
    const pair = await readTlsPair(resolve(io.cwd, cert), resolve(io.cwd, key));
    return { ...pair, trust: '' };
  }
  if (options.tls !== true) {
    if (writeCert !== undefined) throw nothingToWrite('without --tls there is none');
    return null;
  }
  const made = await makeCertificate(namesOf(options.host));
  if (writeCert === undefined) {
    return {
      ...made,
      trust: 'Its certificate is made for this run: --write-cert FILE writes what clients have to trust.\n',
    };
  }
  await writeText(resolve(io.cwd, writeCert), made.authority);
  return { ...made, trust: `For clients on Node: NODE_EXTRA_CA_CERTS=${writeCert}\n` };
}

/** Null: clients need none. */
export function agentKeyOf(io: Io, { keyEnv }: SecurityOptions): string | null {
  const key = io.env[keyEnv ?? AGENT_KEY_ENV];
  if (key === undefined && keyEnv === undefined) return null;
  if (key === undefined || key.trim() === '') {
    throw new ConfigError(
      `the environment variable ${keyEnv ?? AGENT_KEY_ENV} is ${key === undefined ? 'not set' : 'empty'}`,
      {
        code: 'agent_key_missing',
        hint: 'Set it to the key that clients have to present, or leave it out for an agent that asks for none.',
      },
    );
  }
  return key;
}

function nothingToWrite(why: string): ConfigError {
  return new ConfigError(`--write-cert has no certificate to write: ${why}`, {
    code: 'tls_write',
    hint: 'callstorm serve --tls --write-cert agent.pem makes one and writes it.',
  });
}

async function writeText(file: string, text: string): Promise<void> {
  try {
    await expectWritable(file);
    await writeFile(file, text);
  } catch (error) {
    throw unwritable(error, { code: 'tls_unwritable', file });
  }
}
