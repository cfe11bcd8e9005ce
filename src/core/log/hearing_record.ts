/** How a caller went on by what it had heard: one step that hears, and the way that it went. */

export interface HearingRecord {
  /** Of the plan's script, from 0. */
  readonly step: number;
  /**
   * `when`: a branch held; `else`: none did; `plain`: nobody could tell, as there was no transcript, and the caller went on in the
   * plain order; `nothing`: nothing was heard by the deadline.
   */
  readonly by: 'when' | 'else' | 'plain' | 'nothing';
  /** Which branch held, from 0. */
  readonly branch?: number;
  /** That way comes back, and had been gone as often as it may be: the caller went on behind the step. */
  readonly spent?: true;
}
