/** The last line of a call log: how the run ended, and what became of its calls. */

import type { BudgetRecord } from './budget_record.ts';
import type { EstimateRecord } from './estimate_record.ts';

export interface FooterRecord {
  readonly type: 'footer';
  readonly endedMs: number;
  /** Why the run ended. */
  readonly reason: 'done' | 'interrupted' | 'budget' | 'threshold' | 'worker_lost' | 'error';
  readonly detail: string | null;
  /** How it kept to its budget. Absent: it had none, or an older log. */
  readonly budget?: BudgetRecord;
  /** What had been expected of it. Absent: nobody had estimated it, or an older log. */
  readonly estimate?: EstimateRecord;
  /** Closed load: how often a place waited after a call that came to nothing; absent: never. */
  readonly heldBack?: number;
  readonly calls: {
    readonly planned: number;
    readonly completed: number;
    readonly failed: number;
    readonly blocked: number;
    readonly notStarted: number;
  };
}
