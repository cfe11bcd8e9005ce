/**
 * Goes through the calls of a run once, for all that sums them up: a call's record and turns are made anew whenever they are asked
 * for, which is the dearest of a long run. Pure. Nobody who is shown what was made keeps it.
 */

import type { AccountedCall } from './account.ts';
import { AgentErrorTally } from './agent_error_summary.ts';
import { BillTally } from './bill.ts';
import { CallerTally } from './caller_summary.ts';
import { SpeechTally } from './doubted_speech.ts';
import { ExpectationTally } from './expectation_summary.ts';
import { HearingTally } from './hearing_note.ts';
import type { RunLog } from './log.ts';
import { measuredTurn, type MeasuredTurn } from './metric/family.ts';
import { PanelTally } from './panel.ts';
import { RunWatch } from './quality/watched.ts';
import { Measuring, TurnTally } from './samples.ts';
import { SoundTally } from './sound.ts';
import { ToolTally } from './tool_summary.ts';

/** Whoever else has to look at each call and its turns. */
export interface CallReader {
  call(call: AccountedCall, turns: readonly MeasuredTurn[]): void;
}

export interface ReadCalls {
  readonly bills: BillTally;
  readonly watch: RunWatch;
  readonly measuring: Measuring;
  readonly turns: TurnTally;
  readonly tools: ToolTally;
  readonly speech: SpeechTally;
  readonly sound: SoundTally;
  readonly hearing: HearingTally;
  readonly panel: PanelTally;
  readonly callers: CallerTally;
  readonly expectations: ExpectationTally;
  readonly agentErrors: AgentErrorTally;
}

export function readCalls(log: RunLog, calls: readonly AccountedCall[], also: CallReader | null): ReadCalls {
  const { judgement } = log.header;
  const [tools, speech, sound, hearing] = [
    new ToolTally(),
    new SpeechTally(),
    new SoundTally(),
    new HearingTally(),
  ];
  const [measuring, turns, panel, callers] = [
    new Measuring(),
    new TurnTally(),
    new PanelTally(),
    new CallerTally(),
  ];
  const expectations = new ExpectationTally(judgement.expectations ?? []);
  const agentErrors = new AgentErrorTally();
  const [bills, watch] = [new BillTally(judgement), new RunWatch(log, judgement)];
  for (const kept of calls) {
    const call = madeOf(kept);
    const measured = call.turns.map(measuredTurn);
    const usd = bills.turnsUsd(call.turns);
    bills.call(kept, usd);
    watch.call(call, measured, usd);
    measuring.call(call, measured);
    panel.turns(call.turns);
    callers.call(call, measured);
    also?.call(kept, measured);
    if (call.record !== null) {
      expectations.call(call.record);
      agentErrors.call(call.record);
    }
    for (const one of measured) {
      turns.turn(one);
      tools.turn(one.turn);
      speech.turn(one.turn);
      sound.turn(one.turn);
      hearing.turn(one.turn);
    }
  }
  return {
    bills,
    watch,
    measuring,
    turns,
    tools,
    speech,
    sound,
    hearing,
    panel,
    callers,
    expectations,
    agentErrors,
  };
}

/** With its record and turns at hand: each is asked for dozens of times. */
function madeOf(call: AccountedCall): AccountedCall {
  return {
    index: call.index,
    run: call.run,
    caller: call.caller,
    outcome: call.outcome,
    failure: call.failure,
    detail: call.detail,
    record: call.record,
    dialedMs: call.dialedMs,
    endedMs: call.endedMs,
    turns: call.turns,
    usage: call.usage,
    receivedMs: call.receivedMs,
    heardMs: call.heardMs,
    lost: call.lost,
    startedAtMs: call.startedAtMs,
  };
}
