/** Callers that were to go on by what they heard, and could not be told what that was, went on in the plain order: a reader has to know. Pure. */

import type { TurnRecord } from '../core/log/record.ts';
import { plural } from './figure.ts';

export class HearingTally {
  private untold = 0;

  turn({ heardAs = [] }: TurnRecord): void {
    if (heardAs.some(({ by }) => by === 'plain')) this.untold++;
  }

  notes(): string[] {
    if (this.untold === 0) return [];
    return [
      `${plural(this.untold, 'answer')} had no transcript to go by: callers went on in the plain order of their scripts.`,
    ];
  }
}
