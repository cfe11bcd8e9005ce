/**
 * The first words of an agent that goes on where another session was lost: that it is back, and then what there is to say. Pure.
 * Together they are no longer than its answers are; what has a meaning of its own for the log, as a handover, stays as it is.
 */

import type { OwnWords } from './own_words.ts';
import type { Reply, ReplyKind } from './reply.ts';

const plain: ReadonlySet<ReplyKind> = new Set(['greeting', 'answer', 'question', 'call', 'idle']);

/** `back`: the line that says so. `most`: words of an answer. */
export function resumed(back: string, next: Reply, most: number, lines: OwnWords): Reply {
  const say = [back, ...next.say];
  if (!plain.has(next.kind) || lines.count(say) > most) return next;
  return { kind: 'trouble:connection_lost', say, calls: next.calls };
}
