/** Reads `[host:]port`: where figures are served. Without a host only this machine can ask for them. */

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = '127.0.0.1';

/** Null: it is neither. `9464`, `:9464`, `0.0.0.0:9464`, `[::1]:9464`, `localhost:9464`; port 0 lets the system choose. */
export function readListenAddress(text: string): ListenAddress | null {
  const parts = /^(?:(\[[0-9a-f:.]+\]|[a-z0-9.-]*):)?(\d{1,5})$/i.exec(text.trim());
  if (parts === null) return null;
  const [, host = '', digits = ''] = parts;
  const port = Number(digits);
  if (port > 65_535) return null;
  return { host: host === '' ? LOOPBACK : host.replaceAll(/[[\]]/g, ''), port };
}

/** For people and for URLs. */
export function addressText({ host, port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
