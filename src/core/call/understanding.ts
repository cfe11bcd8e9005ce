/**
 * What a caller takes an answer for. A call that goes on by what it hears asks for it here; who answers is handed in, as the core
 * knows no words. The same turns get the same answer.
 */

import type { Condition } from '../plan/expectation.ts';
import type { Persona } from '../plan/persona.ts';
import type { TurnRecord } from '../log/record.ts';

/** What a caller has heard, as it stands. */
export interface Heard {
  /** The last few of its turns, in their order; what is asked about is the answer to the last. */
  readonly turns: readonly TurnRecord[];
  readonly persona: Pick<Persona, 'orderNumber' | 'phone'>;
}

export interface Understanding {
  /** Null: nobody can tell, as there is no transcript of it. */
  holds(condition: Condition, heard: Heard): boolean | null;
}
