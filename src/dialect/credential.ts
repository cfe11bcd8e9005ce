/**
 * What of a handshake carries the key: a header, or a sub-protocol as browsers have it, which can set no header. Pure; the same in
 * every protocol whose service takes its key so.
 */

import type { PlanTarget } from '../core/plan/plan.ts';
import type { Connection } from './dialect.ts';

const KEY_PLACE = '{key}';

/** What a header may not carry, and what no sub-protocol is named by. */
// oxlint-disable-next-line no-control-regex -- tabs are of a header
const OUTSIDE_HEADER = /[^\t\u0020-\u007E]/;
const OUTSIDE_PROTOCOL = /[^!#$%&'*+.^_`|~0-9A-Za-z-]/;

/** Why the target's handshake cannot carry this key; null: it can. */
export function unfitKey({ keyProtocol }: Pick<PlanTarget, 'keyProtocol'>, key: string): string | null {
  if (OUTSIDE_HEADER.test(key)) return 'a line break or another odd character';
  if (keyProtocol === undefined || !OUTSIDE_PROTOCOL.test(key)) return null;
  return 'a character that the name of a sub-protocol cannot have';
}

/** Headers and sub-protocols of the target, with the key where it belongs. Undefined: it asks for none. */
export function credentials(
  { keyHeader, keyProtocol, tokenCommand, quirks, headers = {}, protocols = [] }: PlanTarget,
  key: string | undefined,
): Pick<Connection, 'headers' | 'protocols'> {
  if (key === undefined) return { headers, protocols };
  if (keyProtocol !== undefined)
    return { headers, protocols: [...protocols, keyProtocol.replace(KEY_PLACE, () => key)] };
  // What was fetched is a bearer's token, also where keys have a header of their own.
  const header = keyHeader ?? (tokenCommand === undefined ? quirks?.keyHeader : undefined);
  const carried = header === undefined ? { authorization: `Bearer ${key}` } : { [header]: key };
  return { headers: { ...carried, ...headers }, protocols };
}
