/** What a socket's error or an HTTP answer to the handshake means for a call. Messages never hold headers or keys. */

import { closeSync, openSync } from 'node:fs';
import { devNull, networkInterfaces } from 'node:os';
import type { FailureCode } from '../../core/log/failure.ts';

export interface Diagnosis {
  readonly failure: FailureCode;
  readonly detail: string;
}

const byCode: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'connect_refused',
  EHOSTUNREACH: 'connect_refused',
  ENETUNREACH: 'connect_refused',
  ENOTFOUND: 'connect_failed',
  EAI_AGAIN: 'connect_failed',
  ETIMEDOUT: 'connect_timeout',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
};

/** The machine that makes the calls is at its limit, each with a way out. No target can bring these about. */
const exhausted: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files: raise `ulimit -n`',
  ENFILE: 'the system has too many open files: fewer calls, or raise fs.file-max',
  EADDRNOTAVAIL: 'no local port is free: fewer calls, or a wider port range',
  ENOMEM: 'no memory is left: fewer calls, or more memory',
  ENOBUFS: 'no memory is left for sockets: fewer calls, or larger limits of the system',
};

function isExhaustion(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(exhausted, code);
}

/** `opened`: the handshake was over when it happened. Until then there is no connection that could be lost. */
export function diagnose(error: NodeJS.ErrnoException, opened: boolean): Diagnosis {
  const cause = error.code === undefined || error instanceof AggregateError ? causeOf(error) : error;
  const code = codeOf(cause);
  const known = byCode[code];
  const failure = isExhaustion(code)
    ? 'generator_exhausted'
    : ((known === 'connection_lost' && !opened ? 'connect_failed' : known) ??
      (code.startsWith('WS_ERR_') || code.startsWith('HPE_') ? 'protocol_error' : 'connect_failed'));
  const text = error.message === '' ? code : error.message;
  const hint = exhausted[code];
  return { failure, detail: hint === undefined ? text : `${text} (${hint})` };
}

export function statusFailure(status: number): FailureCode {
  if (status === 401 || status === 403) return 'http_unauthorized';
  if (status === 429) return 'http_rate_limited';
  return 'http_error';
}

/** Of a host with several addresses: one that could be asked says more than one that this machine has no way to. */
function causeOf(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  if (!(error instanceof AggregateError)) return error;
  const all = error.errors as readonly NodeJS.ErrnoException[];
  return all.find((each) => !isExhaustion(codeOf(each))) ?? all[0] ?? error;
}

function codeOf(error: NodeJS.ErrnoException & { readonly address?: string }): string {
  const { code = '', address = '' } = error;
  // A machine without IPv6 says the same of every such address, however many ports are free.
  if (code === 'EADDRNOTAVAIL' && address.includes(':') && !hasIpv6()) return 'ENETUNREACH';
  // Whoever cannot open the file with the names of hosts says that the host is not known.
  if (error.syscall === 'getaddrinfo' && !isExhaustion(code)) return openTrouble() ?? code;
  return code;
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'));
}

/** Null: files can be opened. */
function openTrouble(): string | null {
  try {
    closeSync(openSync(devNull, 'r'));
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== undefined && isExhaustion(code) ? code : null;
  }
}
