/** The thread in which a dialect is checked: its code may do what it likes, and ends no more than this. */

import { parentPort, workerData } from 'node:worker_threads';
import type { PlanDialect } from '../../core/plan/plan.ts';
import type { Dialect } from '../../dialect/dialect.ts';
import { ownDialect } from '../../dialect/own/own_dialect.ts';
import { spokenIn } from '../../engine/node/own_code.ts';
import { conformanceOf, receivedText, type Finding } from './conformance.ts';
import { deltaCost, pieceFor, type DeltaCost } from './delta_cost.ts';
import type { Message } from './mutation.ts';
import type { RecordedMessage } from './recorded_session.ts';

export interface CheckStart {
  readonly planned: PlanDialect;
  readonly recorded: readonly RecordedMessage[];
}

export interface DialectCheck {
  readonly type: 'checked';
  readonly findings: readonly Finding[];
  /** Null: it is not known what a message of its audio looks like. */
  readonly cost: DeltaCost | null;
}

const { planned, recorded } = workerData as CheckStart;
parentPort?.postMessage(await checked());

async function checked(): Promise<DialectCheck> {
  const spoken = await spokenIn(planned);
  if (spoken === undefined) throw new RangeError('there is nothing to check');
  const findings = conformanceOf(planned, spoken, recorded);
  const own = ownDialect(planned, spoken);
  const piece = audioMessage(own);
  return { type: 'checked', findings, cost: piece === null ? null : deltaCost(own, piece) };
}

/** The longest of the recording that is audio, or one made from what is declared. */
function audioMessage(own: Dialect): Message | null {
  const { downlink } = planned;
  const bytes = pieceFor(own);
  if (downlink.binary) return bytes;
  if (downlink.at !== undefined) {
    const { when, at } = downlink.at;
    const audio: unknown = Buffer.from(bytes).toString('base64');
    const inner = at.split('.').reduceRight((value, name) => ({ [name]: value }), audio);
    return JSON.stringify({ ...when, ...(inner as object) });
  }
  const session = own.open();
  let longest: Message | null = null;
  for (const { from, message } of recorded) {
    if (from !== 'agent' || (longest !== null && message.length <= longest.length)) continue;
    if (isAudio(session, message)) longest = message;
  }
  return longest;
}

function isAudio(session: ReturnType<Dialect['open']>, message: Message): boolean {
  if (session.skim(receivedText(message)) !== null) return true;
  try {
    const told = typeof message === 'string' ? session.read(message) : (session.readBytes?.(message) ?? []);
    return [told].flat().some(({ type }) => type === 'audio');
  } catch {
    return false;
  }
}
