/** How a WebSocket is dialled over a bad network: the way that its options say, with the toxic proxy in it, under any TLS. */

import { connect, isIP, Socket, type NetConnectOpts } from 'node:net';
import * as tls from 'node:tls';
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
  if (agent !== undefined) return { ...dial, agent: agent.toxic(secure, link, around) };
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

export function securedOver(
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
