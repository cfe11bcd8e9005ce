/**
 * `ws` as the build has it, by an alias: required as a whole. Imported, each of its files is read twice, once to see what it exports,
 * and that is two thirds of what a thread that opens sockets takes to start.
 */

import { createRequire } from 'node:module';

export const { WebSocket, WebSocketServer } = createRequire(import.meta.url)('ws') as typeof import('ws');
