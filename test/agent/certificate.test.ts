import { X509Certificate, createPrivateKey } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { makeCertificate, namesOf } from '../../src/agent/certificate.ts';

describe('a certificate made for one run', () => {
  it('is signed by its authority, for the names it was made for, and has its own key', async () => {
    const { cert, key, authority } = await makeCertificate(['localhost', '127.0.0.1', '::1', 'agent.test']);
    const server = new X509Certificate(cert);
    const signer = new X509Certificate(authority);
    expect(server.verify(signer.publicKey)).toBe(true);
    expect(server.checkIssued(signer)).toBe(true);
    expect(server.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect([server.ca, signer.ca]).toEqual([false, true]);
    for (const name of ['localhost', 'agent.test']) expect(server.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1']) expect(server.checkIP(address)).toBe(address);
    expect(server.checkHost('example.com')).toBeUndefined();
    expect(server.checkIP('10.0.0.1')).toBeUndefined();
    expect(Date.parse(server.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(server.validTo)).toBeGreaterThan(Date.now() + 300 * 86_400_000);
    // Nobody has the authority's key: it does not belong to what is given out.
    expect(signer.checkPrivateKey(createPrivateKey(key))).toBe(false);
    expect(cert).toContain(authority.trim());
  });

  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::1', '::1'],
    ['fe80::1:2', 'fe80:0:0:0:0:0:1:2'],
    ['2001:DB8:0:0:1::', '2001:db8::1:0:0:0'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ])('is for the address %s, however that is written', async (given, asked) => {
    const { cert } = await makeCertificate(['localhost', given]);
    expect(new X509Certificate(cert).checkIP(asked)).toBe(asked);
    expect(new X509Certificate(cert).checkIP('10.9.9.9')).toBeUndefined();
  });

  it('is for a host with a longer name than a common name may have', async () => {
    const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
    const { cert } = await makeCertificate([host]);
    expect(new X509Certificate(cert).checkHost(host)).toBe(host);
    expect(new X509Certificate(cert).subject).toBe(`CN=${host.slice(0, 64)}`);
  });

  it('serves its own host and nothing else, and its authority signs nothing but servers', async () => {
    const { cert, authority } = await makeCertificate(['localhost']);
    // Not toLegacyObject(): it loads a part of node:tls first, and leaves the whole without createSecureContext.
    expect(new X509Certificate(cert).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(new X509Certificate(authority).checkIssued(new X509Certificate(authority))).toBe(true);
    expect(new X509Certificate(authority).checkHost('localhost')).toBeUndefined();
  });

  it('is another each time', async () => {
    const [a, b] = await Promise.all([makeCertificate(['localhost']), makeCertificate(['localhost'])]);
    expect(new X509Certificate(a.cert).serialNumber).not.toBe(new X509Certificate(b.cert).serialNumber);
    expect(a.key).not.toBe(b.key);
  });

  it('is for the host that is listened on, or for all of the machine’s', () => {
    expect(namesOf('127.0.0.1')).toEqual(['localhost', '127.0.0.1', '::1']);
    expect(namesOf('10.1.2.3')).toContain('10.1.2.3');
    const addresses = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).map(({ address }) => address),
    );
    expect(namesOf('0.0.0.0')).toEqual(
      expect.arrayContaining(addresses.map((address) => address.split('%')[0])),
    );
  });
});
