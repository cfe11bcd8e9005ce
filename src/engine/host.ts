/** What an engine does for a call, whatever carries it: the surface between the driver and a socket, or a virtual link. */

import type { LineDeed } from '../chaos/deed.ts';
import type { Playlist } from '../core/call/script.ts';
import type { FailureCode } from '../core/log/failure.ts';
import type { CallReport } from '../core/log/call_report.ts';
import type { DialectSession, WireMessage } from '../dialect/dialect.ts';

export interface Host {
  /** Connect. All that comes of it is told with its number; what is sent from now on goes there. */
  dial(connection: number, session: DialectSession): void;
  send(message: WireMessage): void;
  openMicrophone(atMs: number): void;
  speak(playlist: Playlist, atMs: number): void;
  hush(): void;
  wake(atMs: number): void;
  close(code: number): void;
  /** Instead of closing the connection, leaves that to the other side, which was asked to: no more frames go out. */
  stay(): void;
  drop(): void;
  record(record: CallReport): void;

  // What faults want done.

  /** To the line of the connection that is there. */
  afflict(deed: LineDeed, atMs: number): void;
  /** Close the connection as `close` does; the call is not over with it. */
  leave(code: number): void;
  /** Open another connection with the same key, and close it; `told` hears what came of it, if anything does. */
  dialBeside(told: (outcome: string) => void): void;
}

/** Why a connection ended, as far as the engine knows. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
  readonly failure: FailureCode | null;
  readonly detail: string | null;
}
