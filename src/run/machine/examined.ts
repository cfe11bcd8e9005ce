/** One thing that was looked at on a machine, and how it was found. */

export type Health = 'ok' | 'look' | 'problem';

export interface Examined {
  readonly name: string;
  readonly health: Health;
  readonly figure: string;
  /** Null: nothing has to be done. */
  readonly advice: string | null;
}
