/** What a server takes on at most, so that no client can take more of the machine than its share. Plain data. */

export interface Bounds {
  /** Sockets with a session; a further one is refused with HTTP 503 at its handshake. */
  readonly maxSessions: number;
  /** One message from a client; a longer one ends its connection with close code 1009. */
  readonly maxFrameBytes: number;
  /** Sent to one client and not read by it: more than this, and it is gone or not a client. */
  readonly maxUnreadBytes: number;
  /** The same of all clients together: over it, the one that leaves most unread is cut off. */
  readonly maxUnreadTotalBytes: number;
  /** From the connection to the end of the handshake, TLS included. */
  readonly handshakeMs: number;
  readonly pingMs: number;
}

const MIB = 1024 * 1024;

export const defaultBounds: Bounds = {
  maxSessions: 5000,
  // The protocol's largest append is 15 MiB of base64.
  maxFrameBytes: 16 * MIB,
  maxUnreadBytes: 64 * MIB,
  maxUnreadTotalBytes: 512 * MIB,
  handshakeMs: 10_000,
  pingMs: 20_000,
};
