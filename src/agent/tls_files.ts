/** A certificate and its key from files, checked before a client meets them. */

import { createSecureContext } from 'node:tls';
import { ConfigError } from '../core/word/config_error.ts';
import { readRegularText } from '../disk/read_regular.ts';

export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** Throws ConfigError where a file cannot be read, holds something else, or the two do not belong together. */
export async function readTlsPair(certFile: string, keyFile: string): Promise<TlsPair> {
  const cert = await readText(certFile, 'certificate');
  const key = await readText(keyFile, 'key');
  expectPem(cert, 'CERTIFICATE', 'certificate', certFile);
  expectPem(key, 'PRIVATE KEY', 'private key', keyFile);
  if (key.includes('ENCRYPTED')) {
    throw new ConfigError('the key is locked with a passphrase', {
      code: 'tls_key_encrypted',
      file: keyFile,
      hint: 'Give an unlocked copy: openssl pkey -in locked.pem -out key.pem',
    });
  }
  check({ cert }, 'the certificate is not a valid one', 'tls_cert_invalid', certFile);
  check({ key }, 'the key is not a valid one', 'tls_key_invalid', keyFile);
  check({ cert, key }, 'the key does not belong to the certificate', 'tls_mismatch', keyFile);
  return { cert, key };
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readRegularText(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such file' : (code ?? 'unknown error');
    throw new ConfigError(`the ${what} cannot be read (${why})`, {
      code: 'tls_file_missing',
      file,
      hint: 'Without files of your own, --tls makes a certificate for this run.',
    });
  }
}

function expectPem(text: string, label: string, what: string, file: string): void {
  if (new RegExp(`-----BEGIN [A-Z ]*${label}-----`).test(text)) return;
  throw new ConfigError(`expected a ${what} in PEM, found no "-----BEGIN … ${label}-----"`, {
    code: 'tls_not_pem',
    file,
    hint: 'A file in DER becomes PEM by: openssl x509 -inform der -in cert.der -out cert.pem',
  });
}

function check(pair: Partial<TlsPair>, message: string, code: string, file: string): void {
  try {
    createSecureContext(pair);
  } catch (error) {
    // OpenSSL's words name the fault and never hold any of the key.
    throw new ConfigError(`${message} (${error instanceof Error ? error.message : 'unknown error'})`, {
      code,
      file,
    });
  }
}
