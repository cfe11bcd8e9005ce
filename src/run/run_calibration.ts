/**
 * Calibrates a run: starts the reference agent, has the engine make sentinels, and hands on, turn by turn, what they measured
 * beside what was true. Whatever goes wrong with it is told in the log; the run itself goes on.
 */

import { Join } from '../calibrate/join.ts';
import { startReferenceAgent, type ReferenceAgent } from '../calibrate/reference_agent.ts';
import { sentinelPlan } from '../calibrate/sentinel_plan.ts';
import { companions, sentinelCount } from '../calibrate/sentinel_schedule.ts';
import { callAt, partOf, plannedCalls, type Selection } from '../core/load/selection.ts';
import type {
  CalibrationRecord,
  CalibrationTroubleRecord,
  CallLine,
  HeaderRecord,
} from '../core/log/record.ts';
import type { Plan } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import type { SentinelOptions } from '../engine/node/sentinels.ts';
import { estimatePlan } from '../forecast/estimate.ts';

export class Calibration {
  readonly header: NonNullable<HeaderRecord['calibration']>;
  /** Null: the run has none. */
  sentinels: SentinelOptions | null = null;
  private readonly plan: Plan;
  private readonly selection: Selection;
  private readonly join: Join;
  private agent: ReferenceAgent | null = null;
  private trouble: string | null = null;
  private record: (record: CalibrationRecord | CalibrationTroubleRecord) => void = () => {};
  private nowMs: () => number = () => 0;

  /** `asked`: the user's own words; null leaves it to the number of calls. */
  constructor(plan: Plan, selection: Selection, asked: boolean | null) {
    this.plan = plan;
    this.selection = selection;
    this.join = new Join(plan.playback.bufferMs);
    // Nobody counts calls for what is not wanted: of a load that is steered there may be a million.
    const sentinels = asked === false ? 0 : sentinelCount(callsOf(plan, selection), asked);
    this.header = { sentinels, asked };
  }

  /** Starts the agent, where the run is to have sentinels. */
  async prepare(): Promise<void> {
    const { plan, selection, header } = this;
    if (header.sentinels === 0) return;
    const agent = await startReferenceAgent(plan.seed, (turn) => {
      this.join.knows(turn);
      this.pass();
    });
    if (typeof agent === 'string') {
      this.trouble = `the reference agent did not start: ${agent}`;
      return;
    }
    this.agent = agent;
    const starts = companions(header.sentinels, callsOf(plan, selection), plan.seed);
    this.sentinels = {
      ...sentinelPlan(plan, header.sentinels),
      url: agent.url,
      companions: starts.map((position) => callAt(position, selection)),
      onRecord: (told) => this.told(told),
    };
  }

  /** From here on records are handed on: turns as soon as both sides are known, and in the end what is left. */
  begin(record: (record: CalibrationRecord | CalibrationTroubleRecord) => void, nowMs: () => number): void {
    this.record = record;
    this.nowMs = nowMs;
  }

  /** The engine has ended. Never rejects; more than once does no harm. */
  async end(): Promise<void> {
    const { agent } = this;
    this.agent = null;
    const died = agent?.ended() ?? null;
    await agent?.finish();
    if (died !== null) this.trouble = `the reference agent ended during the run: ${died}`;
    for (const left of this.join.rest()) this.record(left);
    if (this.trouble !== null) {
      this.record({ type: 'calibration_trouble', atMs: this.nowMs(), detail: this.trouble });
      this.trouble = null;
    }
  }

  private told(record: CallLine): void {
    this.join.told(record);
    if (record.type === 'call' && record.failure !== null && record.failure !== 'interrupted') {
      this.trouble ??= `a sentinel failed: ${record.failure}${record.detail === null ? '' : `, ${record.detail}`}`;
    }
    this.pass();
  }

  private pass(): void {
    for (const matched of this.join.matched()) this.record(matched);
  }
}

/** How many calls the run has, or will roughly have. */
function callsOf(plan: Plan, selection: Selection): number {
  const planned = plannedCalls(plan.load, selection);
  if (planned !== null) return planned;
  try {
    return partOf(estimatePlan(plan).calls, selection);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Without a price there is no estimate: as many as there are at once will start.
    return plan.load.mode === 'closed' ? partOf(plan.load.concurrency, selection) : 0;
  }
}
