/** The certificates of a private authority, from a file in PEM. */

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../core/word/config_error.ts';
import { unreadable } from '../../disk/disk_trouble.ts';

/** As a packed plan has them: in place of a file's name. */
const PEM = '-----BEGIN CERTIFICATE-----';

/** `file`: or the certificates themselves. Throws ConfigError where it cannot be read, or has no certificate in it. */
export async function readCertificates(file: string): Promise<string> {
  if (file.includes(PEM)) return file;
  const pem = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(error, { code: 'ca_unreadable', file });
  });
  try {
    void new X509Certificate(pem);
    return pem;
  } catch {
    throw new ConfigError('expected certificates in PEM, found none', {
      code: 'ca_invalid',
      file,
      path: 'target.ca',
      hint: 'a file with -----BEGIN CERTIFICATE----- in it; `openssl x509 -inform der -in FILE` makes one of DER',
    });
  }
}
