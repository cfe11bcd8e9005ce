/**
 * Scenario + fixtures + seed → plan. Whatever a run needs to know is decided here, once: who calls, when, what they
 * can say, and the very bytes they send. The same input gives the same plan, byte for byte, wherever it is compiled.
 */

import { arrivalInstants } from '../core/load/arrivals.ts';
import type { PlanLoad } from '../core/load/arrivals.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { PLAN_VERSION } from '../core/plan/plan.ts';
import { notSimulated, OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import type {
  Bed,
  ClipVariant,
  Plan,
  PlanAudio,
  PlanCaller,
  PlanImpairment,
  PlanLimits,
} from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { dialectOf } from '../dialect/dialects.ts';
import { refuseKeysWithout } from './typed_keys.ts';
import type { ScenarioImpairment } from './caller_impair.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { castOf } from './cast.ts';
import type { Cast } from './cast.ts';
import { defaults } from './defaults.ts';
import { encodeClips } from './encode.ts';
import type { Uplink } from './encode.ts';
import { loadRepertoire } from './library.ts';
import { lineFor } from './line.ts';
import { ownNoisesFor } from './own_noise.ts';
import { overridden } from './override.ts';
import type { Overrides } from './override.ts';
import type { Repertoire } from './repertoire.ts';
import type { Scenario, ScenarioLoad } from './scenario.ts';
import type { Processor } from './variant.ts';

export interface CompileOptions {
  readonly fixturesDirs: readonly string[];
  readonly overrides?: Overrides;
  /** Where the noises of its own are that a scenario names. Default: the process's working directory. */
  readonly noisesDir?: string;
  /** What follows callers' recipes. Default: Callstorm's own impairments. */
  readonly processor?: Processor;
}

export interface Compiled {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  /** What is heard between words, where that is not silence: what these make of it, in the order in which it stands in the audio. */
  readonly beds: readonly ClipVariant[];
}

/** A closed load that is bounded by its calls alone holds as long as they take. */
const UNBOUNDED_HOLD_MS = 86_400_000;

/** Throws ConfigError: an override or a recording that will not do. */
export async function compile(scenario: Scenario, options: CompileOptions): Promise<Compiled> {
  const repertoire = await loadRepertoire(options.fixturesDirs);
  const steps = (scenario.impairments ?? []).map(({ recipeStep }) => recipeStep);
  const noises = await ownNoisesFor(steps, options.noisesDir ?? '.');
  return compileWith({ ...repertoire, noises }, scenario, options.overrides, options.processor);
}

/** The same, with recordings from wherever they come. */
export async function compileWith(
  repertoire: Repertoire,
  asWritten: Scenario,
  overrides: Overrides = {},
  processor?: Processor,
): Promise<Compiled> {
  const scenario = overridden(asWritten, overrides);
  const cast = castOf(scenario, repertoire);
  const { target, dialect = defaults.dialect, ownDialect } = scenario;
  if (dialect === OWN_DIALECT && target.url === 'simulator') throw notSimulated();
  const own = ownDialect === undefined ? {} : { ownDialect };
  const spoken = dialectOf({ dialect, target, ...own });
  refuseKeysWithout(spoken, scenario);
  const { frameMs = scenario.frameMs } = spoken;
  const variants = cast.callers.flatMap(({ variant, spoiled }) =>
    [variant, ...spoiled.map((other) => other.variant)].flatMap((each) => each ?? []),
  );
  const { clips, beds, audio } = await encodeClips(
    cast.sources,
    variants,
    uplinkOf(spoken),
    frameMs,
    processor ?? (await lineOf(cast, variants, repertoire)),
  );
  const bedOf = (variant: ClipVariant | undefined): { readonly bed?: Bed } => {
    const bed = variant === undefined ? undefined : beds.get(variant.id);
    return bed === undefined ? {} : { bed };
  };
  const callers = cast.callers.map(({ caller, variant, spoiled }): PlanCaller => ({
    ...caller,
    ...bedOf(variant),
    ...(spoiled.length === 0
      ? {}
      : { spoiled: spoiled.map((other) => ({ ...other.caller, ...bedOf(other.variant) })) }),
  }));
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
    dialect,
    ...own,
    target,
    ...(scenario.tools === undefined ? {} : { tools: scenario.tools }),
    frameMs,
    load,
    callers,
    personas: cast.personas,
    clips,
    ...(scenario.faults === undefined ? {} : { faults: scenario.faults }),
    ...(scenario.impairments === undefined ? {} : { impairments: scenario.impairments.map(told) }),
    ...(scenario.network === undefined ? {} : { network: scenario.network }),
    limits: limitsOf(scenario.limits, spoken),
    playback: scenario.playback,
    judgement: scenario.judgement,
  } satisfies Omit<Plan, 'id'>;
  return { plan: identified(rest, audio), audio, beds: variants };
}

/** With the name that all its calls follow from, and its audio. */
export function identified(plan: Omit<Plan, 'id'>, audio: PlanAudio): Plan {
  return { ...plan, id: sha256(canonicalJson({ plan, audio: sha256(audio.bytes) })) };
}

function told(impairment: ScenarioImpairment): PlanImpairment {
  const { recipeStep: _, ...rest } = impairment;
  return rest;
}

/** Undefined: nothing is to be spoiled. */
async function lineOf(
  { sources }: Cast,
  beds: readonly ClipVariant[],
  repertoire: Repertoire,
): Promise<Processor | undefined> {
  const recipes = [...sources.flatMap(({ variant }) => variant ?? []), ...beds].map(({ recipe }) => recipe);
  return recipes.length === 0 ? undefined : lineFor(recipes, repertoire);
}

/** The caller's side of a dialect: the one place that knows where a dialect says it. */
function uplinkOf(dialect: Dialect): Uplink {
  return { ...dialect.uplink, append: (audio) => dialect.append(audio) };
}

/** Only where answers are found by ear does a silence end them; then nothing else may, before it. */
function limitsOf({ gapMs = defaults.gapMs, ...limits }: PlanLimits, { byEar }: Dialect): PlanLimits {
  return byEar === true ? { ...limits, gapMs, quietMs: Math.max(limits.quietMs, gapMs) } : limits;
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
export function refuseTooManyCalls(load: PlanLoad, calls: number | undefined): void {
  if (load.mode === 'closed' || calls === undefined || calls <= load.startsMs.length) return;
  throw new ConfigError(`the arrivals bring ${load.startsMs.length} calls, ${calls} were asked for`, {
    code: 'option_invalid',
    path: '--calls',
    hint: 'An open load has as many calls as its arrivals bring: raise the rates in the scenario, or give --duration; a packed plan is packed again with them.',
  });
}
