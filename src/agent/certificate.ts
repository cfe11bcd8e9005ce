/**
 * A certificate for a server of this machine, made for one run: an authority of its own signs it, whose key is forgotten at
 * once. So a client that trusts the authority trusts this server and nothing else that could ever be signed. The key is ECDSA
 * P-256; only what a TLS library checks is in it.
 */

import { createHash, generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { bits, identifier, integer, octets, sequence, setOf, text, time, told, wrapped, yes } from './der.ts';

export interface Certificate {
  /** PEM: the server's certificate, and the authority's after it. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  /** PEM: the authority's certificate, to be trusted. */
  readonly authority: string;
}

const DAY_MS = 86_400_000;
/** Back, for clocks that go behind; ahead, longer than any run. */
const VALID_MS = { before: DAY_MS, after: 365 * DAY_MS };

const makeKeys = promisify(generateKeyPair);

/** RFC 5280 and 5758. */
const ID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;
/** Key usages, each a bit from the left. */
const DIGITAL_SIGNATURE = bits(Buffer.of(0b1000_0000), 7);
const SIGNING_CERTIFICATES = bits(Buffer.of(0b0000_0100), 2);

export async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  const [authorityKeys, keys] = await Promise.all([
    makeKeys('ec', { namedCurve: 'P-256' }),
    makeKeys('ec', { namedCurve: 'P-256' }),
  ]);
  const issuer = nameOf('Callstorm simulated agent');
  const authority = certificateOf({
    issuer,
    subject: issuer,
    publicKey: authorityKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      extension(ID.basicConstraints, sequence(yes(), integer(Buffer.of(0))), 'critical'),
      extension(ID.keyUsage, SIGNING_CERTIFICATES, 'critical'),
      extension(ID.subjectKey, octets(digestOf(authorityKeys.publicKey))),
    ],
  });
  const server = certificateOf({
    issuer,
    subject: nameOf(hosts[0] ?? 'localhost'),
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      extension(ID.basicConstraints, sequence(), 'critical'),
      extension(ID.keyUsage, DIGITAL_SIGNATURE, 'critical'),
      extension(ID.extendedKeyUsage, sequence(identifier(ID.serverAuth))),
      extension(ID.alternativeNames, sequence(...hosts.map(alternativeName))),
      extension(ID.authorityKey, sequence(told(0, digestOf(authorityKeys.publicKey)))),
      extension(ID.subjectKey, octets(digestOf(keys.publicKey))),
    ],
  });
  const trusted = pemOf('CERTIFICATE', authority);
  return {
    cert: `${pemOf('CERTIFICATE', server)}${trusted}`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    authority: trusted,
  };
}

interface About {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function certificateOf({ issuer, subject, publicKey, signingKey, extensions }: About): Buffer {
  const now = Date.now();
  const algorithm = sequence(identifier(ID.ecdsaWithSha256));
  const unsigned = sequence(
    // Version 3.
    wrapped(0, integer(Buffer.of(2))),
    integer(serialNumber()),
    algorithm,
    issuer,
    sequence(time(now - VALID_MS.before), time(now + VALID_MS.after)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    wrapped(3, sequence(...extensions)),
  );
  return sequence(unsigned, algorithm, bits(sign('sha256', unsigned, signingKey)));
}

/** RFC 5280: whoever looks at names looks at the alternative ones, which are whole. */
const LONGEST_NAME = 64;

function nameOf(commonName: string): Buffer {
  return sequence(setOf(sequence(identifier(ID.commonName), text(commonName.slice(0, LONGEST_NAME)))));
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(identifier(id), ...(critical === undefined ? [] : [yes()]), octets(value));
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 0 ? told(2, Buffer.from(host)) : told(7, addressBytes(host));
}

/** Of a URL's host: an IPv6 address comes out of it in one form, whatever it was written in. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part = ''): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
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

/** By which a key is known: of the point alone, which is what comes last, after the 26 bytes that name its curve. */
function digestOf(publicKey: KeyObject): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }).subarray(26))
    .digest();
}

/** Positive, and not zero at its head. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function pemOf(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
