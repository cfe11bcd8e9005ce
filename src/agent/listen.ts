/** Opens a server's port, and says what is wrong where it cannot be opened. */

import type { AddressInfo, Server } from 'node:net';
import { ConfigError } from '../core/word/config_error.ts';

/** Throws ConfigError. */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      server.on('error', () => {});
      resolve();
    });
  });
}

/** Where a client of this machine reaches it. */
export function urlOf(server: Server, host: string, secure: boolean, path: string): string {
  const { port, family } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const bracketed = family === 'IPv6' && name.includes(':') ? `[${name}]` : name;
  return `${secure ? 'wss' : 'ws'}://${bracketed}:${port}${path}`;
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(`port ${port} on ${host} is in use`, {
        code: 'port_in_use',
        hint: 'Choose another with --port, or --port 0 for any free one.',
      });
    case 'EACCES':
      return new ConfigError(`port ${port} on ${host} may not be opened by this user`, {
        code: 'port_forbidden',
        hint: 'Choose a port above 1023 with --port.',
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`this machine has no address ${host}`, {
        code: 'host_unknown',
        hint: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every address it has.',
      });
    default:
      return error;
  }
}
