/** What the agent decides to do when it has the floor: words to say, tools to call, and why. */

import { troubleActions, troubleTypes } from './trouble.ts';
import type { FallbackReason, TroubleAction, TroubleType } from './trouble.ts';

export interface FunctionCall {
  readonly name: string;
  /** JSON text, as the client gets it. */
  readonly arguments: string;
}

export type ReplyKind =
  | 'greeting'
  | 'answer'
  /** Asks for what it needs to know first. */
  | 'question'
  /** Calls a tool, and says so or nothing. */
  | 'call'
  /** Nothing new was asked of it. */
  | 'idle'
  | 'silence'
  | 'handover'
  | 'end'
  | `trouble:${TroubleType}`
  | `fallback:${FallbackReason}`;

export interface Reply {
  /** Ids of the agent's recorded utterances, said one after another. May be empty where there are calls. */
  readonly say: readonly string[];
  /** Calls of the client's tools, made after the words. */
  readonly calls: readonly FunctionCall[];
  readonly kind: ReplyKind;
}

export function words(kind: ReplyKind, ...say: readonly string[]): Reply {
  return { kind, say, calls: [] };
}

/** What a reply asks for, where something was wrong. Null: nothing was. */
export function actionOf(kind: ReplyKind): TroubleAction | 'escalate' | null {
  if (kind === 'handover') return 'escalate';
  const type = troubleTypes.find((candidate) => kind === `trouble:${candidate}`);
  return type === undefined ? null : troubleActions[type];
}
