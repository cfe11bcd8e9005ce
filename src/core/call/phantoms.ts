/**
 * Turns of the agent's that nobody gave it cause for: it begins to speak, or stops, although the caller was silent. It hears a noise,
 * its own echo, somebody else; only who knows when the caller spoke can tell. Pure; instants in ms.
 *
 * An answer is asked for where the caller has made a sound, or a tool has given a result, since the last answer that was heard began
 * to be made; the first of a connection where the agent may speak first; and where neither side was heard for a while and the agent
 * does not say that it heard anything: it asks whether anyone is there.
 */

import type { Plan } from '../plan/plan.ts';
import type { Turn } from './turn.ts';

/** What an agent does within so long of the end, or of the beginning, of a sound may be for that sound. */
const AFTER_END_MS = 1000;
const AFTER_START_MS = 2000;
/** After so long a silence of both an agent may speak unasked. */
const REPROMPT_AFTER_MS = 2000;

export class Phantoms {
  private readonly speaksFirst: boolean;
  private connectedMs = 0;
  private soundStartMs = -Infinity;
  private soundEndMs = -Infinity;
  /** When the last answer that was heard began to be made; −Infinity before the first of a connection. */
  private begunMs = -Infinity;
  /** The agent said that it heard the caller begin, who was silent. */
  private misheard = false;

  constructor({ target }: Pick<Plan, 'target'>) {
    this.speaksFirst = target.speaksFirst !== 'caller';
  }

  /** A new connection: its agent may greet. */
  connected(atMs: number): void {
    this.connectedMs = atMs;
    this.begunMs = -Infinity;
    this.misheard = false;
  }

  /** The caller is audible from then until then. */
  sound(startMs: number, endMs: number): void {
    this.soundStartMs = startMs;
    this.soundEndMs = endMs;
    this.misheard = false;
  }

  /** The agent says that the caller has begun to speak. */
  heardSpeech(atMs: number): void {
    if (this.isSilent(atMs)) this.misheard = true;
  }

  /** What is said until now can be for no sound of the caller's. */
  isSilent(atMs: number): boolean {
    return atMs > Math.max(this.soundEndMs + AFTER_END_MS, this.soundStartMs + AFTER_START_MS);
  }

  /** Whether an answer that begins to be made now was asked for by nobody. `agentUntilMs`: when the agent was last heard. */
  isUnasked(turn: Pick<Turn, 'tools'>, agentUntilMs: number, atMs: number): boolean {
    const { misheard, begunMs, soundEndMs } = this;
    this.misheard = false;
    if (soundEndMs > begunMs || (this.speaksFirst && begunMs === -Infinity)) return false;
    if (turn.tools.some(({ answeredMs }) => answeredMs !== null && answeredMs > begunMs)) return false;
    return misheard || atMs - Math.max(this.connectedMs, agentUntilMs, soundEndMs) < REPROMPT_AFTER_MS;
  }

  /** An answer that began to be made then is heard. */
  heard(begunMs: number): void {
    this.begunMs = Math.max(this.begunMs, begunMs);
  }
}
