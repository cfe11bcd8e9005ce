/**
 * Where a Gemini Live session is connected to, and with what key. An address that names no path is given the service's; one that does
 * is left as it is. Keys go into the query, as the service has it; ephemeral tokens under a name of their own and to a method of their
 * own; to the other cloud, which takes no keys there, as bearer.
 */

import type { PlanTarget } from '../../core/plan/plan.ts';
import type { Connection } from '../dialect.ts';

const TOKEN = 'auth_tokens/';
const SERVICE = 'google.ai.generativelanguage';
const CLOUD = 'google.cloud.aiplatform';
const CLOUD_HOST = /^wss?:\/\/[^/?]*aiplatform\.googleapis\.com/;

export function connectionOf(
  { keyHeader, headers = {}, query = {} }: PlanTarget,
  url: string,
  key: string | undefined,
): Connection {
  const ephemeral = key?.startsWith(TOKEN) === true;
  const address = withPath(url, ephemeral);
  const inCloud = address.includes(CLOUD) || CLOUD_HOST.test(address);
  const asBearer = inCloud && keyHeader === undefined;
  const own: Record<string, string> = {};
  if (key !== undefined && keyHeader !== undefined) own[keyHeader] = key;
  else if (key !== undefined && asBearer) own['authorization'] = `Bearer ${key}`;
  const inQuery = key !== undefined && keyHeader === undefined && !asBearer;
  const asked = { ...query, ...(inQuery ? { [ephemeral ? 'access_token' : 'key']: key } : {}) };
  return { url: withQuery(address, asked), headers: { ...own, ...headers }, protocols: [] };
}

function withPath(url: string, ephemeral: boolean): string {
  const [, origin = url, path = '', rest = ''] = /^([a-z]+:\/\/[^/?]*)([^?]*)(.*)$/i.exec(url) ?? [];
  if (path !== '' && path !== '/') return url;
  if (CLOUD_HOST.test(origin))
    return `${origin}/ws/${CLOUD}.v1beta1.LlmBidiService/BidiGenerateContent${rest}`;
  const [version, method] = ephemeral
    ? ['v1alpha', 'BidiGenerateContentConstrained']
    : ['v1beta', 'BidiGenerateContent'];
  return `${origin}/ws/${SERVICE}.${version}.GenerativeService.${method}${rest}`;
}

/** In place of what the URL has of these names. */
function withQuery(url: string, asked: Readonly<Record<string, string>>): string {
  const names = Object.keys(asked);
  if (names.length === 0) return url;
  const [path = ''] = url.split('?', 1);
  const kept = url
    .slice(path.length + 1)
    .split('&')
    .filter((pair) => pair !== '' && !names.includes(pair.split('=', 1)[0] ?? ''));
  const added = names.map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(asked[name] ?? '')}`);
  return `${path}?${[...kept, ...added].join('&')}`;
}
