/**
 * What sockets are opened with, made of what dialling takes from outside the plan (`dialing.ts`). Apart from that: proxies and
 * certificates are loaded by whoever opens sockets, and by nobody who only asks whether all is there.
 */

import type { Agent } from 'node:http';
import * as tls from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Dialing } from './dialing.ts';

/** What a socket is opened with, besides address and headers. */
export interface DialOptions {
  readonly agent?: Agent;
  readonly secureContext?: tls.SecureContext;
}

/** Straight to a target with an ordinary certificate, or none. */
export const DIRECT: DialOptions = {};

/** Made once for all calls of a thread: certificates take a while to read. */
export function dialOptions({ ca, proxy }: Pick<Dialing, 'ca' | 'proxy'>): DialOptions {
  return {
    ...(proxy === null ? {} : { agent: new HttpsProxyAgent(proxy, { keepAlive: false }) }),
    ...(ca === null ? {} : { secureContext: tls.createSecureContext({ ca: [...usualAuthorities(), ca] }) }),
  };
}

/** With those of NODE_EXTRA_CA_CERTS, where this Node can tell. */
function usualAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => readonly string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}
