/**
 * Whether a page in a browser may talk to the agent. A browser says where its page comes from (`Origin`), and lets any page
 * anywhere open sockets to this machine: a page that nobody allowed is turned away. Whoever is no browser says nothing.
 */

import type { IncomingMessage } from 'node:http';

/** `*` among the allowed: any. A page of this machine's own, on any port, is none of another's. */
export function originAllowed(
  { headers }: Pick<IncomingMessage, 'headers'>,
  allowed: readonly string[],
): boolean {
  const { origin } = headers;
  if (origin === undefined || allowed.includes('*')) return true;
  return (
    isOwn(origin) || allowed.some((each) => each.replace(/\/$/, '').toLowerCase() === origin.toLowerCase())
  );
}

function isOwn(origin: string): boolean {
  try {
    const { protocol, hostname } = new URL(origin);
    return /^https?:$/.test(protocol) && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  } catch {
    // `null`: a page that will not say, e.g. a file's or a sandbox's.
    return false;
  }
}
