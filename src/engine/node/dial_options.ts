/**
 * What sockets are opened with, made of what dialling takes from outside the plan (`dialing.ts`). Apart from that: TLS is
 * loaded by whoever opens sockets, and by nobody who only asks whether all is there.
 */

import * as tls from 'node:tls';
import type { Dialing } from './dialing.ts';
import type { ProxyAgent } from './proxy_agent.ts';

/** What a socket is opened with, besides address and headers. */
export interface DialOptions {
  readonly agent?: ProxyAgent;
  readonly secureContext?: tls.SecureContext;
}

/** Straight to a target with an ordinary certificate, or none. */
export const DIRECT: DialOptions = {};

/** Made once for all calls of a thread: certificates take a while to read. */
export async function dialOptions({ ca, proxy }: Pick<Dialing, 'ca' | 'proxy'>): Promise<DialOptions> {
  return {
    ...(proxy === null ? {} : { agent: await throughProxy(proxy) }),
    ...(ca === null ? {} : { secureContext: tls.createSecureContext({ ca: [...usualAuthorities(), ca] }) }),
  };
}

async function throughProxy(proxy: string): Promise<ProxyAgent> {
  const { ProxyAgent: Made } = await import('./proxy_agent.ts');
  return new Made(proxy);
}

/** With those of NODE_EXTRA_CA_CERTS, where this Node can tell. */
function usualAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => readonly string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}
