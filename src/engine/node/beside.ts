/**
 * A second connection with the same key, opened beside a call's own and closed as soon as it stands. It tells what came of it and
 * keeps nobody waiting: whatever happens to it is no matter of the call's.
 */

import { WebSocket } from 'ws';
import { visible } from '../../core/word/visible.ts';
import { showAll, type Redact } from '../../core/word/redaction.ts';
import type { Connection } from '../../dialect/dialect.ts';
import { DIRECT, type DialOptions } from './dial_options.ts';

const GIVEN_UP_AFTER_MS = 2000;

export function openBeside(
  to: Connection,
  around: { readonly dial?: DialOptions; readonly redact?: Redact },
  told: (outcome: string) => void,
): void {
  const { dial = DIRECT, redact = showAll } = around;
  const socket = new WebSocket(to.url, [...to.protocols], {
    ...dial,
    headers: to.headers,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const giveUp = setTimeout(() => socket.terminate(), GIVEN_UP_AFTER_MS);
  giveUp.unref();
  socket.on('open', () => {
    told('the second session opened');
    socket.close(1000);
  });
  socket.on('unexpected-response', (request, response) => {
    told(`the second session was refused with HTTP ${response.statusCode}`);
    request.destroy();
  });
  socket.on('error', (error) => told(`the second session failed: ${visible(redact(error.message))}`));
  socket.on('close', () => clearTimeout(giveUp));
}
