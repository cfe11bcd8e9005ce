/**
 * Which proxy a target is reached by, as the environment has it: HTTPS_PROXY for wss and https, HTTP_PROXY for ws and http, ALL_PROXY for both,
 * none for the hosts of NO_PROXY, and never one for this machine itself. Lower case wins, as with curl.
 */

import { BlockList, isIP } from 'node:net';
import { ConfigError } from '../../core/word/config_error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** With its scheme. Null: straight to the target. Throws ConfigError for one that cannot be used; it is not shown. */
export function proxyFor(url: string, env: Environment): string | null {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replaceAll(/^\[|\]$/g, '').toLowerCase();
  if (isThisMachine(host)) return null;
  const secure = protocol === 'wss:' || protocol === 'https:';
  const scheme = secure ? 'https_proxy' : 'http_proxy';
  const set = [scheme, scheme.toUpperCase(), 'all_proxy', 'ALL_PROXY'].find(
    (name) => (env[name] ?? '') !== '',
  );
  if (set === undefined) return null;
  const exempt = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  if (isExempt(host, port === '' ? (secure ? '443' : '80') : port, exempt)) return null;
  const text = (env[set] ?? '').trim();
  const proxy = parsed(text.includes('://') ? text : `http://${text}`);
  if (proxy !== null) return proxy;
  throw new ConfigError(`expected an http:// or https:// proxy in ${set}, found something else`, {
    code: 'proxy_invalid',
    path: set,
    hint: `${set}=http://host:port, or the target's host in NO_PROXY`,
  });
}

/** Without its password, for people. */
export function proxyShown(proxy: string): string {
  return new URL(proxy).host;
}

function parsed(text: string): string | null {
  try {
    const url = new URL(text);
    return ['http:', 'https:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function isThisMachine(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

/** `*`, `host` and all below it, `.host`, `*.host`, any with a `:port`; addresses and ranges of them. */
function isExempt(host: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (isIP(host) !== 0 && inRange(host, entry)) return true;
      const [, name = '', itsPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (itsPort !== undefined && itsPort !== port && isIP(entry) === 0) return false;
      const bare = name.replace(/^\*?\./, '').replaceAll(/^\[|\]$/g, '');
      return bare !== '' && (host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`)));
    });
}

function inRange(address: string, entry: string): boolean {
  const [net = '', bits] = entry.split('/');
  const family = isIP(net);
  if (family === 0 || family !== isIP(address)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  try {
    if (bits === undefined) list.addAddress(net, type);
    else list.addSubnet(net, Number(bits), type);
  } catch {
    return false;
  }
  return list.check(address, type);
}
