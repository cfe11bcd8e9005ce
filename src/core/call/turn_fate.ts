/** What came of a turn: whether it has failed, in one way only, whoever finds out; and how the caller went on by it. Pure. */

import type { FailureCode } from '../log/failure.ts';
import type { HearingRecord } from '../log/hearing_record.ts';
import type { TurnRecord } from '../log/record.ts';

/** Failures that an answer was told of: another answer may come of the same turn, and fail for another reason. */
const ofAnAnswer: ReadonlySet<FailureCode> = new Set(['answer_failed', 'rate_limited']);

/** Ways to let the deadline pass. */
const missed = ['no_answer', 'inaudible', 'text_only'] as const satisfies readonly FailureCode[];

export class TurnFate {
  /** How the caller went on by what it heard. */
  readonly heardAs: HearingRecord[] = [];
  /** Answers of it that nobody had asked for, and that the agent broke off though the caller was silent. */
  phantomStarts = 0;
  phantomStops = 0;
  private failed: { readonly code: FailureCode; readonly detail: string | null } | null = null;

  get failure(): FailureCode | null {
    return this.failed?.code ?? null;
  }

  get detail(): string | null {
    return this.failed?.detail ?? null;
  }

  protected get phantoms(): Pick<TurnRecord, 'phantoms'> {
    const { phantomStarts: starts, phantomStops: stops } = this;
    return starts + stops === 0 ? {} : { phantoms: { starts, stops } };
  }

  /** Of several failed answers the last one tells why; what else befalls a turn that has failed changes nothing. */
  fail(code: FailureCode, detail: string | null): void {
    const standing = this.failed?.code;
    if (standing !== undefined && !(ofAnAnswer.has(standing) && ofAnAnswer.has(code))) return;
    this.failed = { code, detail };
  }

  /** An answer was heard by its deadline: whatever went wrong before, the caller has it. */
  heardInTime(): void {
    this.failed = null;
  }

  /** An answer that had failed came after all. One that came too late did not come in time. */
  heardAfterAll(): void {
    if (!this.late) this.failed = null;
  }

  /** Its deadline passed with nothing heard. */
  get late(): boolean {
    const { failure } = this;
    return failure !== null && (missed as readonly FailureCode[]).includes(failure);
  }
}
