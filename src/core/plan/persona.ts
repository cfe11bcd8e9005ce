/** Who a caller is: its voice, its numbers, how patient it is and how it speaks. Part of the plan. */

export interface Persona {
  readonly name: string;
  readonly voice: string;
  readonly orderNumber: string;
  readonly phone: string;
  /** How long this caller waits for an answer where the script does not say. */
  readonly patienceMs: number;
  /** Pause between the end of an answer and the caller's next words: uniform in [min, max]. */
  readonly pauseMs: readonly [min: number, max: number];
  /** Gap between spoken digits. */
  readonly digitGapMs: number;
  /**
   * utterance id → index into `Plan.clips`: in this persona's voice where it has it, in the variant that its caller's
   * recipe asks for. Holds `digit-0` … `digit-9`. What a step with a variant of its own says is under `utterance@variant`.
   */
  readonly clips: Readonly<Record<string, number>>;
}
