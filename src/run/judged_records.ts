/** What is written down of calls is judged on its way to whoever wants to know, once, so that all of them are told the same. */

import type { Plan } from '../core/plan/plan.ts';
import { CallJudge } from '../judge/call_judge.ts';
import type { FanOut } from './fan_out.ts';
import type { EventRecord } from './sink.ts';

export class JudgedRecords {
  private readonly judge: CallJudge;
  private readonly sinks: FanOut;

  constructor(plan: Plan, sinks: FanOut) {
    this.judge = new CallJudge(plan);
    this.sinks = sinks;
  }

  /** Before a run whose instants count. */
  warm(): void {
    this.judge.warm();
  }

  /** `line`: the record's JSON as it came; it is no longer that of a record to which something was added. */
  record(record: EventRecord, line?: string): void {
    if (record.type !== 'turn' && record.type !== 'call' && record.type !== 'strike') {
      this.sinks.record(record, line);
      return;
    }
    const told = this.judge.told(record);
    this.sinks.record(told, told === record ? line : undefined);
  }
}
