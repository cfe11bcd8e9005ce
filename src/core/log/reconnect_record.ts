/** What a call keeps of each connection that it lost and came back from, or tried to. Instants as in the rest of the log. */

import type { Usage } from './used.ts';

/** A connection was lost in the middle of the script, and what came of that. */
export interface ReconnectRecord {
  readonly lostMs: number;
  /** When there was a session again. Null: the call was over before. */
  readonly readyMs: number | null;
  /** How often it dialled for that. */
  readonly tries: number;
  /** The server had announced that it would close, and the caller's client left by itself. Absent: it was lost. */
  readonly announced?: true;
  /** Items of the conversation that the new session was told; 0 where nothing was replayed. */
  readonly replayedItems: number;
  /** What the new session's first answer used, its whole input included. Absent: nothing was told of it. */
  readonly firstUsage?: Usage;
}
