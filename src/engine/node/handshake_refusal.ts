/**
 * What a target said as it refused the handshake, for the failure's detail: status, where it points to, when to come again,
 * and the beginning of its words. Nothing that could be a key is in it, nor a character that a terminal would obey. It waits
 * a moment for the words, and no longer.
 */

import type { IncomingMessage } from 'node:http';
import { showAll, type Redact } from '../../core/word/redaction.ts';
import { looksSecret, withoutSecrets } from '../../core/word/secret.ts';
import { visible } from '../../core/word/visible.ts';

const SHOWN_CHARACTERS = 200;
/** More than is shown: a key that is cut in two is not known any more. */
const READ_BYTES = 4096;
const WAIT_MS = 500;

/** Tells once. `redact` hides the run's own secrets, whatever they look like. */
export function tellRefusal(response: IncomingMessage, redact: Redact, told: (detail: string) => void): void {
  const pieces: Buffer[] = [];
  let length = 0;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    told(refusalText(response, Buffer.concat(pieces).subarray(0, READ_BYTES).toString('utf8'), redact));
  };
  const timer = setTimeout(end, WAIT_MS);
  response.on('data', (piece: Buffer) => {
    if (over) return;
    pieces.push(piece);
    length += piece.length;
    if (length >= READ_BYTES) end();
  });
  for (const event of ['end', 'aborted', 'error', 'close']) response.on(event, end);
}

export function refusalText(
  {
    statusCode = 0,
    statusMessage = '',
    headers,
  }: Pick<IncomingMessage, 'statusCode' | 'statusMessage' | 'headers'>,
  body: string,
  redact: Redact = showAll,
): string {
  const shown = (text: string): string => visiblyKeyless(redact(text));
  const { location, 'retry-after': retryAfter } = headers;
  const parts = [`HTTP ${statusCode} ${shown(statusMessage)}`.trim()];
  if (location !== undefined) parts.push(`Location: ${cut(onOneLine(redact(withoutSecrets(location))))}`);
  if (retryAfter !== undefined) parts.push(`Retry-After: ${shown(retryAfter)}`);
  const words = shown(body.trim());
  return words === '' ? parts.join(', ') : `${parts.join(', ')}: ${words}`;
}

function visiblyKeyless(text: string): string {
  const known = text.replaceAll(/bearer\s+\S+/gi, 'Bearer …');
  return cut(onOneLine(known.replaceAll(/[\w+/=.:-]+/g, (word) => (looksSecret(word) ? '…' : word))));
}

function cut(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function onOneLine(text: string): string {
  return visible(text.replaceAll(/\s+/g, ' '));
}
