/**
 * What a call is expected to show, as a plan holds it: of the turn of one step of a script, of all a kind of caller goes
 * through, or of every call. Data only; who judges it is the room `judge`.
 */

/** A regular expression, as JavaScript writes it. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

/** What an argument of a tool call has to be: a number of the caller's own, or a value; texts may be given by a pattern. */
export type ArgumentWish =
  | { readonly persona: 'orderNumber' | 'phone' }
  | { readonly value: string | number | boolean | null }
  | { readonly pattern: Pattern };

export type Condition =
  /** The agent says it, in words that were heard. */
  | { readonly is: 'says'; readonly pattern: Pattern }
  | { readonly is: 'says_not'; readonly pattern: Pattern }
  /** It calls a tool, with these arguments among its arguments. */
  | {
      readonly is: 'tool';
      readonly name: string;
      readonly arguments?: Readonly<Record<string, ArgumentWish>>;
    }
  /** It calls no tool; of this name, where one is given. */
  | { readonly is: 'no_tool'; readonly name?: string }
  /** It falls back: for this reason, or by this kind of fallback, or for `any`. */
  | { readonly is: 'fallback'; readonly reason: string }
  /** The caller is handed to a person. */
  | { readonly is: 'escalates' }
  /** The caller's silence is noticed aloud. */
  | { readonly is: 'silence_acknowledged' }
  /** The agent ends the call. */
  | { readonly is: 'hangup' }
  /** Talked over, it falls silent. */
  | { readonly is: 'yields'; readonly withinMs: number }
  /** Murmured at, it does not. */
  | { readonly is: 'keeps_talking' }
  /** A connection that was lost is there again. */
  | { readonly is: 'reconnects' }
  /** After it was, the agent says it. */
  | { readonly is: 'remembers'; readonly pattern: Pattern }
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly what: Condition };

export type ConditionKind = Condition['is'];

export interface PlanExpectation {
  /** As people read it, with the name that its author gave it, or in the scenario's words. */
  readonly text: string;
  readonly condition: Condition;
  /** Shown no later than so long after the caller's words (of a turn), or after the session was ready (of a call). */
  readonly withinMs?: number;
  /** Of calls of this kind of caller. Absent: of every call. */
  readonly caller?: string;
  /** Of the turn that this step of the script opens. Absent: of the whole call. */
  readonly step?: number;
  /** Where in the script it is written, from 1: what people count. */
  readonly place?: number;
  /** The script may come to its end without coming to this step. */
  readonly conditional?: true;
  /** What the caller came for: no expectation, but whether it was reached. */
  readonly goal?: true;
}
