/**
 * Scenario + fixtures + seed → plan. Whatever a run needs to know is decided here, once: who calls, when, what they
 * can say, and the very bytes they send. The same input gives the same plan, byte for byte, wherever it is compiled.
 */

import { arrivalInstants } from '../core/load/arrivals.ts';
import type { PlanLoad } from '../core/load/arrivals.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { PLAN_VERSION } from '../core/plan/plan.ts';
import type { Persona, Plan, PlanAudio, PlanCaller } from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';
import { openaiRealtime } from '../dialect/openai/openai_realtime.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { encodeClips } from './encode.ts';
import { loadRepertoire } from './library.ts';
import { overridden } from './override.ts';
import type { Overrides } from './override.ts';
import { makePersonas } from './personas.ts';
import { digitUtterances, hasRecording, recordingFor } from './repertoire.ts';
import type { Recording, Repertoire } from './repertoire.ts';
import type { Scenario, ScenarioCaller, ScenarioLoad } from './scenario.ts';

export interface CompileOptions {
  readonly fixturesDirs: readonly string[];
  readonly overrides?: Overrides;
}

export interface Compiled {
  readonly plan: Plan;
  readonly audio: PlanAudio;
}

/** A closed load that is bounded by its calls alone holds as long as they take. */
const UNBOUNDED_HOLD_MS = 86_400_000;

/** Throws ConfigError: an override or a recording that will not do. */
export async function compile(scenario: Scenario, options: CompileOptions): Promise<Compiled> {
  return compileWith(await loadRepertoire(options.fixturesDirs), scenario, options.overrides ?? {});
}

/** The same, with recordings from wherever they come. */
export async function compileWith(
  repertoire: Repertoire,
  asWritten: Scenario,
  overrides: Overrides = {},
): Promise<Compiled> {
  const scenario = overridden(asWritten, overrides);
  const cast = castOf(scenario, repertoire);
  const { session } = scenario.target;
  const dialect = openaiRealtime(session);
  const { clips, audio } = await encodeClips(cast.recordings, dialect, session.format, scenario.frameMs);
  const load = loadOf(scenario.load, scenario.seed);
  refuseTooManyCalls(load, overrides.calls);
  const rest = {
    version: PLAN_VERSION,
    scenario: {
      name: scenario.name,
      ...(scenario.description === undefined ? {} : { description: scenario.description }),
      sha256: sha256(canonicalJson(scenario)),
    },
    seed: scenario.seed,
    dialect: 'openai-realtime',
    target: scenario.target,
    ...(scenario.tools === undefined ? {} : { tools: scenario.tools }),
    frameMs: scenario.frameMs,
    load,
    callers: cast.callers,
    personas: cast.personas,
    clips,
    limits: scenario.limits,
    playback: scenario.playback,
    judgement: scenario.judgement,
  } satisfies Omit<Plan, 'id'>;
  const id = sha256(canonicalJson({ plan: rest, audio: sha256(audio.bytes) }));
  return { plan: { ...rest, id }, audio };
}

interface Cast {
  readonly callers: readonly PlanCaller[];
  readonly personas: readonly Persona[];
  /** In the order of the plan's clips. */
  readonly recordings: readonly Recording[];
}

/** Who there is, and the recordings they can use: those of their scripts and no others. */
function castOf(scenario: Scenario, repertoire: Repertoire): Cast {
  const needs = scenario.callers.map((caller) => {
    const utterances = utterancesOf(caller);
    return { caller, utterances, voices: voicesOf(caller, utterances, repertoire) };
  });
  const wanted = new Map<string, Recording>();
  for (const { utterances, voices } of needs) {
    for (const voice of voices) {
      for (const utterance of utterances) {
        const recording = recordingFor(repertoire, utterance, voice);
        if (recording === undefined) throw unsaid(utterance);
        wanted.set(clipId(recording), recording);
      }
    }
  }
  const recordings = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, recording]) => recording);
  const indexOf = new Map(recordings.map((recording, index) => [clipId(recording), index]));
  const personas: Persona[] = [];
  const callers = needs.map(({ caller, utterances, voices }): PlanCaller => {
    const clipsOf = (voice: string): Persona['clips'] =>
      Object.fromEntries(
        utterances.map((utterance) => {
          const recording = recordingFor(repertoire, utterance, voice) as Recording;
          return [utterance, indexOf.get(clipId(recording)) as number];
        }),
      );
    const first = personas.length;
    personas.push(...makePersonas(scenario.seed, caller.name, caller.persona, voices, clipsOf));
    return {
      name: caller.name,
      weight: caller.weight,
      steps: caller.steps,
      personas: Array.from({ length: personas.length - first }, (_, i) => first + i),
    };
  });
  return { callers, personas, recordings };
}

/** What the script can make the caller say, ascending: its utterances, and the digits where it speaks a number. */
function utterancesOf(caller: ScenarioCaller): readonly string[] {
  const utterances = new Set<string>();
  for (const step of caller.steps) {
    if (!('speech' in step)) continue;
    for (const part of step.speech) {
      if ('utterance' in part) utterances.add(part.utterance);
      else if ('number' in part || 'digits' in part)
        for (const digit of digitUtterances()) utterances.add(digit);
    }
  }
  return [...utterances].sort();
}

/** The voices asked for; else those that can say all of it; else, since recordings stand in for each other, all. */
function voicesOf(
  caller: ScenarioCaller,
  utterances: readonly string[],
  repertoire: Repertoire,
): readonly string[] {
  if (caller.persona.voices !== undefined) return caller.persona.voices;
  const able = repertoire.voices.filter((voice) =>
    utterances.every((utterance) => hasRecording(repertoire, utterance, voice)),
  );
  if (able.length > 0) return able;
  if (repertoire.voices.length > 0) return repertoire.voices;
  throw new ConfigError('there are no recordings of callers in the fixtures', {
    code: 'fixtures_empty',
    hint: '`callstorm fixtures check` tells what is wrong with them.',
  });
}

function clipId(recording: Recording): string {
  return `${recording.voice}/${recording.utterance}`;
}

function unsaid(utterance: string): ConfigError {
  return new ConfigError(`no voice has a recording of "${utterance}"`, {
    code: 'utterance_unknown',
    hint: '`callstorm fixtures list` shows what can be said.',
  });
}

function loadOf(load: ScenarioLoad, seed: number): PlanLoad {
  if (load.mode === 'closed') {
    return {
      mode: 'closed',
      concurrency: load.concurrency,
      rampMs: load.rampMs,
      holdMs: load.holdMs ?? UNBOUNDED_HOLD_MS,
      ...(load.calls === undefined ? {} : { calls: load.calls }),
    };
  }
  const all = arrivalInstants(load.phases, (phase) => new Random(seed, 'arrivals', phase));
  const startsMs = all.slice(0, load.calls);
  if (startsMs.length === 0) {
    throw new ConfigError('the arrivals bring no call in this time', {
      code: 'load_empty',
      path: 'load.arrivals',
      hint: 'Raise the rates, or give it longer.',
    });
  }
  return { mode: 'open', startsMs, maxConcurrency: load.maxConcurrency ?? startsMs.length };
}

/** Silence here would look like a run that lost calls. */
function refuseTooManyCalls(load: PlanLoad, calls: number | undefined): void {
  if (load.mode === 'closed' || calls === undefined || calls <= load.startsMs.length) return;
  throw new ConfigError(`the arrivals bring ${load.startsMs.length} calls, ${calls} were asked for`, {
    code: 'option_invalid',
    path: '--calls',
    hint: 'An open load has as many calls as its arrivals bring: raise the rates in the scenario, or give --duration.',
  });
}
