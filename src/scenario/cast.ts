/**
 * Who there is in a scenario, and the recordings they can use: those of their scripts and no others, each in the variants
 * that its callers' recipes ask for.
 */

import type { ClipVariant, Persona, PlanCaller } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import type { ClipSource } from './encode.ts';
import { makePersonas } from './personas.ts';
import { digitUtterances, hasRecording, recordingFor } from './repertoire.ts';
import type { Repertoire } from './repertoire.ts';
import type { Scenario, ScenarioCaller } from './scenario.ts';
import { clipId, variantOf } from './variant.ts';

export interface Cast {
  readonly callers: readonly CastCaller[];
  readonly personas: readonly Persona[];
  /** In the order of the plan's clips. */
  readonly sources: readonly ClipSource[];
}

/** All of a caller but its bed, which is not made yet. */
export interface CastCaller {
  readonly caller: Omit<PlanCaller, 'bed'>;
  readonly variant: ClipVariant | undefined;
}

export function castOf(scenario: Scenario, repertoire: Repertoire): Cast {
  const needs = scenario.callers.map((caller) => {
    const utterances = utterancesOf(caller);
    const variant = variantOf(caller.recipe);
    return { caller, utterances, variant, voices: voicesOf(caller, utterances, repertoire) };
  });
  const wanted = new Map<string, ClipSource>();
  for (const { utterances, variant, voices } of needs) {
    for (const voice of voices) {
      for (const utterance of utterances) {
        const source = sourceOf(repertoire, utterance, voice, variant);
        wanted.set(source.id, source);
      }
    }
  }
  const sources = [...wanted.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const indexOf = new Map(sources.map(({ id }, index) => [id, index]));
  const personas: Persona[] = [];
  const callers = needs.map(({ caller, utterances, variant, voices }): CastCaller => {
    const clipsOf = (voice: string): Persona['clips'] =>
      Object.fromEntries(
        utterances.map((utterance) => [
          utterance,
          indexOf.get(sourceOf(repertoire, utterance, voice, variant).id) as number,
        ]),
      );
    const first = personas.length;
    personas.push(...makePersonas(scenario.seed, caller.name, caller.persona, voices, clipsOf));
    return {
      caller: {
        name: caller.name,
        weight: caller.weight,
        steps: caller.steps,
        personas: Array.from({ length: personas.length - first }, (_, i) => first + i),
        ...(caller.reconnect === undefined ? {} : { reconnect: caller.reconnect }),
      },
      variant,
    };
  });
  return { callers, personas, sources };
}

/** Throws ConfigError where nobody can say it. */
function sourceOf(
  repertoire: Repertoire,
  utterance: string,
  voice: string,
  variant: ClipVariant | undefined,
): ClipSource {
  const recording = recordingFor(repertoire, utterance, voice);
  if (recording === undefined) throw unsaid(utterance);
  return { id: clipId(recording.voice, recording.utterance, variant), recording, variant };
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

function unsaid(utterance: string): ConfigError {
  return new ConfigError(`no voice has a recording of "${utterance}"`, {
    code: 'utterance_unknown',
    hint: '`callstorm fixtures list` shows what can be said.',
  });
}
