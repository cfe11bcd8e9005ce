import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/agent/certificate.ts';
import { makeCertificate } from '../../src/agent/certificate.ts';
import { readTlsPair } from '../../src/agent/tls_files.ts';

let own: Certificate;
let other: Certificate;
let folder: string;

beforeAll(async () => {
  [own, other] = await Promise.all([makeCertificate(['localhost']), makeCertificate(['localhost'])]);
  folder = await mkdtemp(join(tmpdir(), 'callstorm-'));
});

async function written(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const locked = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

describe('a certificate and its key in files', () => {
  it('are read', async () => {
    const pair = await readTlsPair(await written('cert.pem', own.cert), await written('key.pem', own.key));
    expect(pair).toEqual({ cert: own.cert, key: own.key });
  });

  it.each([
    [
      'a key that is not the certificate’s',
      () => own.cert,
      () => other.key,
      'tls_mismatch',
      'does not belong',
    ],
    ['a locked key', () => own.cert, locked, 'tls_key_encrypted', 'passphrase'],
    [
      'a key in place of the certificate',
      () => own.key,
      () => own.key,
      'tls_not_pem',
      'a certificate in PEM',
    ],
    [
      'a certificate in place of the key',
      () => own.cert,
      () => own.cert,
      'tls_not_pem',
      'a private key in PEM',
    ],
    ['an empty file', () => '', () => own.key, 'tls_not_pem', 'a certificate in PEM'],
    [
      'a certificate with a hole in it',
      () => own.cert.replace(/[A-Za-z0-9+/]{40}\n/, '\n'),
      () => own.key,
      'tls_cert_invalid',
      'not a valid one',
    ],
    [
      'a key with a hole in it',
      () => own.cert,
      () => own.key.replace(/\n.{20}/, '\n'),
      'tls_key_invalid',
      'not a valid one',
    ],
  ])('are refused: %s', async (_, cert, key, code, message) => {
    const files = [await written('bad-cert.pem', cert()), await written('bad-key.pem', key())] as const;
    const failure = readTlsPair(...files);
    await expect(failure).rejects.toMatchObject({ place: { code } });
    await expect(failure).rejects.toThrow(message);
  });

  it('are refused where they are not there', async () => {
    await expect(readTlsPair(join(folder, 'nowhere.pem'), join(folder, 'nowhere.pem'))).rejects.toMatchObject(
      {
        message: 'the certificate cannot be read (no such file)',
        place: { code: 'tls_file_missing' },
      },
    );
  });
});
