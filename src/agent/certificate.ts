/**
 * A certificate for a server of this machine, made for one run: an authority of its own signs it, whose key is forgotten at
 * once. So a client that trusts the authority trusts this server and nothing else that could ever be signed. The key is ECDSA
 * P-256; only what a TLS library checks is in it.
 */

import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

export interface Certificate {
  /** PEM: the server's certificate, and the authority's after it. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  /** PEM: the authority's certificate, to be trusted. */
  readonly authority: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** Back, for clocks that go behind; ahead, longer than any run. */
const VALID_MS = { before: DAY_MS, after: 365 * DAY_MS };

export async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  // Loaded only here: it takes a quarter of a second, and few servers need it.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  const now = Date.now();
  const validity = { notBefore: new Date(now - VALID_MS.before), notAfter: new Date(now + VALID_MS.after) };
  const [authorityKeys, keys] = await Promise.all([makeKeys(), makeKeys()]);
  const name = 'CN=Callstorm simulated agent';
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name,
    signingAlgorithm: ALGORITHM,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialNumber(),
    subject: [{ CN: [hosts[0] ?? 'localhost'] }],
    issuer: authority.subject,
    signingAlgorithm: ALGORITHM,
    signingKey: authorityKeys.privateKey,
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(authority, false),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    cert: `${server.toString('pem')}\n${authority.toString('pem')}\n`,
    key: pemOf('PRIVATE KEY', key),
    authority: `${authority.toString('pem')}\n`,
  };
}

/** The names by which clients may call a server that listens at `host`. */
export function namesOf(host: string): readonly string[] {
  const names = ['localhost', '127.0.0.1', '::1'];
  if (host === '0.0.0.0' || host === '::') {
    names.push(hostname());
    for (const addresses of Object.values(networkInterfaces())) {
      for (const { address } of addresses ?? []) names.push(address.split('%', 1)[0] ?? address);
    }
  } else names.push(host);
  return [...new Set(names)];
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** Positive, and not zero at its head. */
function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

function pemOf(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
