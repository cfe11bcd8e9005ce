/** How a WebSocket is dialled over a bad network: the way that its options say, with the toxic proxy in it, under any TLS. */

import type { ClientRequest } from 'node:http';
import { connect, isIP, Socket, type NetConnectOpts } from 'node:net';
import * as tls from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ClientOptions } from 'ws';
import type { Link } from '../../network/link.ts';
import type { DialOptions } from './dial_options.ts';
import { ToxicProxy, type ProxySurroundings } from './toxic_proxy.ts';

export function toxicDial(
  url: string,
  dial: DialOptions,
  link: Link,
  around: ProxySurroundings,
): DialOptions & Pick<ClientOptions, 'createConnection'> {
  const secure = url.startsWith('wss:');
  const { agent } = dial;
  if (agent instanceof HttpsProxyAgent) {
    return { ...dial, agent: new ToxicTunnel(agent.proxy, secure, link, around) };
  }
  const createConnection = (options: NetConnectOpts): Socket => {
    const to = options as tls.ConnectionOptions & { readonly host?: string };
    const { path: _path, ...address } = options as NetConnectOpts & { readonly path?: string };
    const proxy = new ToxicProxy(
      link.refused ? new Socket() : connect(address as NetConnectOpts),
      link,
      around,
    );
    return secure ? securedOver(proxy, to) : (proxy as unknown as Socket);
  };
  return { ...dial, createConnection: createConnection as ClientOptions['createConnection'] & object };
}

/** Through a proxy of the user's first: the bad network is that between it and the target. */
class ToxicTunnel extends HttpsProxyAgent<string> {
  private readonly secure: boolean;
  private readonly link: Link;
  private readonly around: ProxySurroundings;

  constructor(proxy: URL, secure: boolean, link: Link, around: ProxySurroundings) {
    super(proxy, { keepAlive: false });
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

function securedOver(
  proxy: ToxicProxy,
  options: tls.ConnectionOptions & { readonly host?: string | undefined },
): tls.TLSSocket {
  const { host = '', port: _port, path: _path, servername, ...rest } = options;
  return tls.connect({
    ...rest,
    socket: proxy,
    servername: servername === undefined || servername === '' ? (isIP(host) === 0 ? host : '') : servername,
    host,
  });
}
