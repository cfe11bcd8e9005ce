/**
 * Who there is in a scenario, and the recordings they can use: those of their scripts and no others, each in the variants
 * that its callers' recipes ask for.
 */

import type { ClipVariant, Persona, PlanCaller, SpoiledCaller } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { isTextUtterance } from '../fixture/said_text.ts';
import type { ClipSource } from './encode.ts';
import { hasOwnVariant, mannersOf, stepsOf, type Manner } from './manner.ts';
import { makePersonas } from './personas.ts';
import { digitUtterances, hasRecording, recordingFor } from './repertoire.ts';
import type { Repertoire } from './repertoire.ts';
import { saidIn } from '../core/call/script.ts';
import type { Scenario, ScenarioCaller } from './scenario.ts';
import { clipId } from './variant.ts';

export interface Cast {
  readonly callers: readonly CastCaller[];
  readonly personas: readonly Persona[];
  /** In the order of the plan's clips. */
  readonly sources: readonly ClipSource[];
}

/** All of a caller but its beds, which are not made yet: those of these variants. */
export interface CastCaller {
  readonly caller: Omit<PlanCaller, 'bed' | 'spoiled'>;
  readonly variant: ClipVariant | undefined;
  readonly spoiled: readonly {
    readonly caller: Omit<SpoiledCaller, 'bed'>;
    readonly variant: ClipVariant | undefined;
  }[];
}

/** Something that a caller says, and what it is called among the clips of its personas. */
interface Saying {
  readonly key: string;
  readonly utterance: string;
  /** Undefined: of any step that has no variant of its own. */
  readonly step: number | undefined;
}

export function castOf(scenario: Scenario, repertoire: Repertoire): Cast {
  const needs = scenario.callers.map((caller) => {
    const sayings = sayingsOf(scenario, caller);
    const utterances = [...new Set(sayings.map(({ utterance }) => utterance))];
    const manners = mannersOf(scenario, caller);
    return { caller, sayings, manners, voices: voicesOf(caller, utterances, repertoire) };
  });
  const wanted = new Map<string, ClipSource>();
  for (const { sayings, manners, voices } of needs) {
    for (const manner of manners) {
      for (const voice of voices) {
        for (const saying of sayings) {
          const source = sourceOf(repertoire, saying, voice, manner);
          wanted.set(source.id, source);
        }
      }
    }
  }
  const sources = [...wanted.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const indexOf = new Map(sources.map(({ id }, index) => [id, index]));
  const personas: Persona[] = [];
  const callers = needs.map(({ caller, sayings, manners, voices }): CastCaller => {
    const clipsIn = (manner: Manner, voice: string): Persona['clips'] =>
      Object.fromEntries(
        sayings.map((saying) => [
          saying.key,
          indexOf.get(sourceOf(repertoire, saying, voice, manner).id) as number,
        ]),
      );
    const [usual, ...others] = manners;
    const first = personas.length;
    personas.push(
      ...makePersonas(scenario.seed, caller.name, caller.persona, voices, (voice) => clipsIn(usual, voice)),
    );
    return {
      caller: {
        name: caller.name,
        weight: caller.weight,
        steps: stepsOf(scenario, caller),
        personas: Array.from({ length: personas.length - first }, (_, i) => first + i),
        ...(caller.reconnect === undefined ? {} : { reconnect: caller.reconnect }),
      },
      variant: usual.variant,
      spoiled: others.map((manner) => ({
        caller: {
          impairments: manner.impairments,
          clips: Object.fromEntries(voices.map((voice) => [voice, clipsIn(manner, voice)])),
        },
        variant: manner.variant,
      })),
    };
  });
  return { callers, personas, sources };
}

/** Throws ConfigError where nobody can say it. */
function sourceOf(
  repertoire: Repertoire,
  { utterance, step }: Saying,
  voice: string,
  manner: Manner,
): ClipSource {
  const variant = step === undefined ? manner.variant : manner.stepVariant(step);
  const recording = recordingFor(repertoire, utterance, voice);
  if (recording === undefined) throw unsaid(utterance);
  return { id: clipId(recording.voice, recording.utterance, variant), recording, variant };
}

/** What the script can make the caller say, ascending: its utterances, and the digits where it speaks a number. */
function sayingsOf(scenario: Scenario, caller: ScenarioCaller): readonly Saying[] {
  const sayings = new Map<string, Saying>();
  for (const [index, step] of caller.steps.entries()) {
    if (!('speech' in step)) continue;
    const own = hasOwnVariant(scenario, caller, index) ? index : undefined;
    const add = (utterance: string): void => {
      const key = own === undefined ? utterance : `${utterance}@${own}`;
      sayings.set(key, { key, utterance, step: own });
    };
    for (const part of saidIn(step)) {
      if ('utterance' in part) add(part.utterance);
      else if ('number' in part || 'digits' in part) digitUtterances().forEach(add);
    }
  }
  return [...sayings.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
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
  // Who says the words that were recorded for this script is heard for them; the rest is known to be lent.
  const texts = utterances.filter(isTextUtterance);
  const own = repertoire.voices.filter((voice) =>
    texts.every((utterance) => hasRecording(repertoire, utterance, voice)),
  );
  if (texts.length > 0 && own.length > 0) return own;
  if (repertoire.voices.length > 0) return repertoire.voices;
  throw new ConfigError('there are no recordings of callers in the fixtures', {
    code: 'fixtures_empty',
    hint: '`callstorm fixtures check` tells what is wrong with them.',
  });
}

function unsaid(utterance: string): ConfigError {
  return new ConfigError(`no voice has a recording of "${utterance}"`, {
    code: 'utterance_unknown',
    hint: '`callstorm fixtures list` shows what can be said.',
  });
}
