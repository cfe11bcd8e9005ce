/** The way through a proxy of the user's. Loaded where there is one: most targets are dialled straight. */

import type { ClientRequest } from 'node:http';
import { Socket } from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Link } from '../../network/link.ts';
import { securedOver } from './toxic_dial.ts';
import { ToxicProxy, type ProxySurroundings } from './toxic_proxy.ts';

export class ProxyAgent extends HttpsProxyAgent<string> {
  constructor(proxy: string | URL) {
    super(proxy, { keepAlive: false });
  }

  /** The same over a bad network. */
  toxic(secure: boolean, link: Link, around: ProxySurroundings): ProxyAgent {
    return new ToxicTunnel(this.proxy, secure, link, around);
  }
}

/** Through a proxy of the user's first: the bad network is that between it and the target. */
class ToxicTunnel extends ProxyAgent {
  private readonly secure: boolean;
  private readonly link: Link;
  private readonly around: ProxySurroundings;

  constructor(proxy: URL, secure: boolean, link: Link, around: ProxySurroundings) {
    super(proxy);
    this.secure = secure;
    this.link = link;
    this.around = around;
  }

  override async connect(
    request: ClientRequest,
    options: Parameters<HttpsProxyAgent<string>['connect']>[1],
  ): Promise<Socket> {
    if (this.link.refused) return new ToxicProxy(new Socket(), this.link, this.around) as unknown as Socket;
    const bare = { ...options, secureEndpoint: false } as typeof options;
    const proxy = new ToxicProxy(await super.connect(request, bare), this.link, this.around);
    return this.secure ? securedOver(proxy, options) : (proxy as unknown as Socket);
  }
}
