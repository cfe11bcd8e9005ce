/**
 * A scenario with nothing left open: defaults filled in, notations read, names in the plan's own words. It is what
 * compile takes. Made only from a file that has passed every check, so it has no errors of its own.
 */

import type { ArrivalPhase } from '../core/load/arrivals.ts';
import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import type {
  Judgement,
  Plan,
  PlanDialect,
  PlanLimits,
  PlanTarget,
  Recipe,
  Reconnect,
} from '../core/plan/plan.ts';
import { DIALECT_NAMES } from '../core/plan/plan.ts';
import type { PlanStep, SpeechPart } from '../core/call/script.ts';
import type { PlanTool } from '../core/plan/tool.ts';
import { defaults } from './defaults.ts';
import { faultsOf } from './caller_fault.ts';
import { impairmentsOf, type ScenarioImpairment } from './caller_impair.ts';
import { toxicsOf } from './caller_network.ts';
import { phasesOf } from './arrival_phases.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';
import type { SpeechFile, StepFile } from './schema/script_schema.ts';
import type { KnownNames } from './declared_expectation.ts';
import { hearOf, isHeard } from './declared_hearing.ts';
import { judgementOf } from './declared_judgement.ts';
import type { OwnPrices } from './declared_pricing.ts';
import { namesIn } from './expected.ts';
import { dtmfOf } from './typed_keys.ts';
import { layoutOfCaller, type LaidStep } from './script_layout.ts';
import { reconnectOf } from './declared_reconnect.ts';
import { targetOf } from './declared_target.ts';
import { toolsOf } from './declared_tool.ts';
import { textUtterance } from '../fixture/said_text.ts';
import { given, nonEmpty } from './given.ts';
import { durationMs, levelDbfs } from '../config/value.ts';

export interface Scenario {
  readonly name: string;
  readonly description?: string;
  readonly seed: number;
  /** Absent where it is the default one. */
  readonly dialect?: Plan['dialect'];
  /** Where it is one of the user's own, whose module has been read. */
  readonly ownDialect?: PlanDialect;
  readonly target: PlanTarget;
  /** Absent where there are none. */
  readonly tools?: readonly PlanTool[];
  readonly frameMs: number;
  readonly callers: readonly ScenarioCaller[];
  /** Absent where nothing goes wrong on purpose. */
  readonly faults?: Plan['faults'];
  /** Absent where no voice is spoiled. */
  readonly impairments?: readonly ScenarioImpairment[];
  /** Absent where the network is as it is. */
  readonly network?: Plan['network'];
  readonly load: ScenarioLoad;
  readonly limits: PlanLimits;
  readonly playback: Plan['playback'];
  readonly judgement: Judgement;
}

export interface ScenarioCaller {
  readonly name: string;
  readonly weight: number;
  readonly persona: ScenarioPersona;
  readonly steps: readonly PlanStep[];
  /** What is done to all this caller says, before the scenario's impairments. Absent: nothing. */
  readonly recipe?: Recipe;
  /** What its client does when the connection breaks. Absent: the call has failed. */
  readonly reconnect?: Reconnect;
}

export interface ScenarioPersona {
  /** Absent: every voice that can speak the script. */
  readonly voices?: readonly string[];
  readonly patienceMs: readonly [min: number, max: number];
  readonly pauseMs: readonly [min: number, max: number];
  readonly digitGapMs: number;
  readonly orderNumbers?: readonly string[];
  readonly phones?: readonly string[];
}

export type ScenarioLoad =
  | {
      readonly mode: 'open';
      readonly phases: readonly ArrivalPhase[];
      readonly maxConcurrency?: number;
      readonly calls?: number;
    }
  | {
      readonly mode: 'closed';
      readonly concurrency: number;
      readonly rampMs: number;
      /** Absent: until `calls` have been made. */
      readonly holdMs?: number;
      readonly calls?: number;
    };

/** `own`: the rows of a file of prices, which has been read. */
export function scenarioOf(file: ScenarioFile, own?: OwnPrices): Scenario {
  const known = namesIn(file);
  return {
    name: file.name,
    ...given('description', file.description),
    seed: file.seed ?? defaults.seed,
    ...given('dialect', dialectNamed(file)),
    target: targetOf(file.target ?? {}),
    ...given('tools', toolsOf(file.tools)),
    frameMs: ms(file.frame, defaults.frameMs),
    callers: file.callers.map((caller, index) => ({
      name: caller.name,
      weight: caller.weight ?? 1,
      persona: personaOf(caller.persona ?? {}),
      steps: layoutOfCaller(file, index).steps.map((step) => stepOf(step, known)),
      ...given('reconnect', reconnectOf(file.reconnect, caller.reconnect)),
    })),
    ...given('faults', nonEmpty(faultsOf(file))),
    ...given('impairments', nonEmpty(impairmentsOf(file))),
    ...given('network', nonEmpty(toxicsOf(file))),
    load: loadOf(file.load),
    limits: {
      connectMs: ms(file.limits?.connect, defaults.limits.connectMs),
      setupMs: ms(file.limits?.setup, defaults.limits.setupMs),
      callMs: ms(file.limits?.call, defaults.limits.callMs),
      answerMs: ms(file.limits?.answer, defaults.limits.answerMs),
      quietMs: ms(file.limits?.quiet, defaults.limits.quietMs),
      ...(file.limits?.gap === undefined ? {} : { gapMs: ms(file.limits.gap, defaults.gapMs) }),
      closeMs: ms(file.limits?.close, defaults.limits.closeMs),
    },
    playback: {
      bufferMs: ms(file.playback?.buffer, defaults.playback.bufferMs),
      audibleDbfs: levelDbfs(file.playback?.audible) ?? defaults.playback.audibleDbfs,
    },
    judgement: judgementOf(file, own),
  };
}

/** Naming the default is the same scenario as naming none. What is no name is the path of a module. */
function dialectNamed({ target }: ScenarioFile): Plan['dialect'] | undefined {
  const { dialect = defaults.dialect } = target ?? {};
  if (dialect === defaults.dialect) return undefined;
  return DIALECT_NAMES.find((name) => name === dialect) ?? OWN_DIALECT;
}

type DurationOrRange = number | string | readonly [number | string, number | string];
type PersonaFile = NonNullable<ScenarioFile['callers'][number]['persona']>;

function personaOf(persona: PersonaFile): ScenarioPersona {
  const range = (given: DurationOrRange) => {
    const [least, most] = typeof given === 'object' ? given : [given, given];
    return [ms(least, 0), ms(most, 0)] as const;
  };
  return {
    ...given('voices', persona.voices),
    patienceMs: range(persona.patience ?? defaults.persona.patienceMs),
    pauseMs: range(persona.pause ?? defaults.persona.pauseMs),
    digitGapMs: ms(persona.digit_gap, defaults.persona.digitGapMs),
    ...given('orderNumbers', persona.order_numbers),
    ...given('phones', persona.phones),
  };
}

function stepOf(step: LaidStep, known: KnownNames): PlanStep {
  if (isHeard(step)) return hearOf(step.heard, known);
  if (typeof step === 'object' && 'go' in step) return { op: 'go', to: step.go };
  if (step === 'listen') return { op: 'listen', onTimeout: 'fail' };
  if (step === 'hung_up') return { op: 'hung_up' };
  if (step === 'hangup' || 'hangup' in step) return { op: 'hangup' };
  if ('hung_up' in step) return { op: 'hung_up', deadlineMs: ms(step.hung_up, 0) };
  if ('dtmf' in step) return dtmfOf(step.dtmf);
  if ('silence' in step) return silenceOf(step.silence);
  if ('say' in step) {
    const { say } = step;
    if (typeof say === 'string' || Array.isArray(say)) return { op: 'say', speech: speechOf(say) };
    const { pause, impair: _, ...said } = say;
    const [speech, ...others] =
      'any_of' in said ? said.any_of.map(speechOf) : [speechOf('speech' in said ? said.speech : said)];
    return {
      op: 'say',
      speech: speech ?? [],
      ...given('others', nonEmpty(others)),
      ...given('pauseMs', durationMs(pause)),
    };
  }
  if ('listen' in step) {
    const wait = typeof step.listen === 'object' ? step.listen : { deadline: step.listen };
    return {
      op: 'listen',
      ...given('deadlineMs', durationMs(wait.deadline)),
      onTimeout: wait.on_timeout ?? 'fail',
    };
  }
  const [op, over] =
    'interrupt' in step
      ? (['interrupt', step.interrupt] as const)
      : (['backchannel', step.backchannel] as const);
  return {
    op,
    afterMs: ms(over.after, defaults.afterMs),
    speech: speechOf(over.say),
    ...('as' in over ? given('as', over.as) : {}),
    ...given('deadlineMs', durationMs(over.deadline)),
    onTimeout: over.on_timeout ?? 'fail',
  };
}

function silenceOf(silence: Extract<StepFile, { silence: unknown }>['silence']): PlanStep {
  if (typeof silence !== 'object') return { op: 'silence', durationMs: ms(silence, 0) };
  const durationMs = ms(silence.for, 0);
  const { or, murmur } = silence;
  const still = {
    op: 'silence' as const,
    durationMs,
    ...(or === 'hangup' ? { orHangup: true as const } : {}),
  };
  if (murmur === undefined) return still;
  const afterMs = ms(murmur.after, defaults.afterMs);
  return { ...still, afterMs, speech: speechOf(murmur.say), ...given('as', murmur.as) };
}

function speechOf(speech: SpeechFile): readonly SpeechPart[] {
  return [speech].flat().map((part): SpeechPart => {
    if (typeof part === 'string') return { utterance: part };
    if ('number' in part) return { number: part.number === 'order_number' ? 'orderNumber' : 'phone' };
    if ('text' in part) return { utterance: textUtterance(part.text) };
    if ('pause' in part) return { pauseMs: ms(part.pause, 0) };
    return part;
  });
}

function loadOf(load: ScenarioFile['load']): ScenarioLoad {
  if (load.arrivals !== undefined) {
    return {
      mode: 'open',
      phases: load.arrivals.flatMap((phase) => phasesOf(phase) ?? []),
      ...given('maxConcurrency', load.max_concurrency),
      ...given('calls', load.calls),
    };
  }
  return {
    mode: 'closed',
    concurrency: load.concurrency ?? 1,
    rampMs: ms(load.ramp, 0),
    ...given('holdMs', durationMs(load.hold)),
    ...given('calls', load.calls),
  };
}

function ms(value: number | string | undefined, otherwise: number): number {
  return durationMs(value) ?? otherwise;
}
