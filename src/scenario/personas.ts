/**
 * The people behind a caller: names and numbers made up by faker, from the seed, at compile time only. Each caller
 * has its own generator, so that adding one caller leaves the others' people as they were. How many there are never
 * depends on the load: call i shall be the same person in a small run and in a large one.
 */

import { faker as english } from '@faker-js/faker/locale/en';
import type { Faker } from '@faker-js/faker';
import type { Persona } from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';
import type { ScenarioPersona } from './scenario.ts';

/** At least this many a caller; rounded up, so that every voice has equally many. */
export const PERSONAS_PER_CALLER = 120;

/** `clipsOf` gives what a voice can say, as the plan holds it. Voices: at least one. */
export function makePersonas(
  seed: number,
  caller: string,
  settings: ScenarioPersona,
  voices: readonly string[],
  clipsOf: (voice: string) => Persona['clips'],
): readonly Persona[] {
  const random = new Random(seed, 'personas', caller);
  const faker = generator(random.below(4294967296));
  const clips = new Map(voices.map((voice) => [voice, clipsOf(voice)]));
  const count = Math.ceil(PERSONAS_PER_CALLER / voices.length) * voices.length;
  return Array.from({ length: count }, (_, i): Persona => {
    const voice = voices[i % voices.length] as string;
    return {
      name: faker.person.fullName(),
      voice,
      orderNumber: numberOf(settings.orderNumbers, random, () =>
        faker.string.numeric({ length: 6, allowLeadingZeros: false }),
      ),
      phone: numberOf(settings.phones, random, () =>
        faker.string.numeric({ length: 10, allowLeadingZeros: false }),
      ),
      patienceMs: Math.round(random.between(...settings.patienceMs)),
      pauseMs: ownPace(settings.pauseMs, random),
      digitGapMs: settings.digitGapMs,
      clips: clips.get(voice) ?? {},
    };
  });
}

function numberOf(given: readonly string[] | undefined, random: Random, make: () => string): string {
  // Drawn even where it is not used: what one persona is given must not shift the next.
  const made = make();
  const at = random.next();
  return given?.[Math.floor(at * given.length)]?.replaceAll(/\D/g, '') ?? made;
}

/** Some people pause briefly and some take their time: half the caller's range each, at a place of their own. */
function ownPace([min, max]: readonly [number, number], random: Random): readonly [number, number] {
  const width = (max - min) / 2;
  const from = Math.round(min + width * random.next());
  return [from, Math.round(from + width)];
}

/** A generator of our own: the package's ready-made one is shared by everybody in the process. */
function generator(seed: number): Faker {
  const FakerClass = english.constructor as typeof Faker;
  const faker = new FakerClass({ locale: english.rawDefinitions });
  faker.seed(seed);
  return faker;
}
