/** What a socket's error or an HTTP answer to the handshake means for a call. Messages never hold headers or keys. */

import type { FailureCode } from '../../core/log/failure.ts';

export interface Diagnosis {
  readonly failure: FailureCode;
  readonly detail: string;
}

const byCode: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'connect_refused',
  EHOSTUNREACH: 'connect_refused',
  ENETUNREACH: 'connect_refused',
  EADDRNOTAVAIL: 'connect_failed',
  EMFILE: 'connect_failed',
  ENOTFOUND: 'connect_failed',
  EAI_AGAIN: 'connect_failed',
  ETIMEDOUT: 'connect_timeout',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
};

/** Way out for errors that are the machine's, not the target's. */
const hints: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files: raise `ulimit -n`',
  EADDRNOTAVAIL: 'no local port is free: fewer calls, or a wider port range',
};

/** `opened`: the handshake was over when it happened. Until then there is no connection that could be lost. */
export function diagnose(error: NodeJS.ErrnoException, opened: boolean): Diagnosis {
  const code = error.code ?? (error instanceof AggregateError ? firstCode(error) : undefined) ?? '';
  const known = byCode[code];
  const failure =
    (known === 'connection_lost' && !opened ? 'connect_failed' : known) ??
    (code.startsWith('WS_ERR_') || code.startsWith('HPE_') ? 'protocol_error' : 'connect_failed');
  const text = error.message === '' ? code : error.message;
  const hint = hints[code];
  return { failure, detail: hint === undefined ? text : `${text} (${hint})` };
}

export function statusFailure(status: number): FailureCode {
  if (status === 401 || status === 403) return 'http_unauthorized';
  if (status === 429) return 'http_rate_limited';
  return 'http_error';
}

function firstCode(error: AggregateError): string | undefined {
  const [first] = error.errors as readonly NodeJS.ErrnoException[];
  return first?.code;
}
