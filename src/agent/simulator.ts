/**
 * Makes the sessions of a simulated agent: profile, recorded voice, detector and vocabulary are loaded once and shared. The
 * same seed and index give the same session, behind a socket or in virtual time.
 */

import { ConfigError } from '../core/word/config_error.ts';
import { Random } from '../core/word/random.ts';
import { PACKAGE_FIXTURES_DIR, loadLibrary, type LibraryFixture } from '../fixture/manifest.ts';
import { energyDetector } from './ear/detector/detector_energy.ts';
import { loadFvadDetector } from './ear/detector/detector_fvad.ts';
import { loadRecognizer } from './ear/enrolment/load_recognizer.ts';
import { OwnWords } from './mind/own_words.ts';
import { TypedWords } from './mind/typed.ts';
import type { Limits } from './limits.ts';
import { loadProfile } from './profile/load_profile.ts';
import type { Words } from './profile/meaning.ts';
import { armFault, type ArmedFault } from '../fault/arm_fault.ts';
import type { FaultWish } from '../fault/fault_wish.ts';
import { agentFaults } from './fault/agent_faults.ts';
import type { AgentMoments } from './fault/moments.ts';
import type { Profile } from './profile/profile.ts';
import type { SessionOptions } from './session.ts';
import { AgentSession } from './session.ts';
import { loadVoice } from './voice/load_voice.ts';

export interface Agent {
  readonly profile: Profile;
  readonly seed: number;
  readonly faults: readonly ArmedFault<AgentMoments>[];
  readonly limits: Limits;
  session(
    sessionIndex: number,
    options?: Pick<SessionOptions, 'model' | 'allowance' | 'capacity' | 'expiresAtS' | 'mind'>,
  ): AgentSession;
}

export interface AgentOptions {
  /** Path of a profile, or the name of a bundled one; nothing for the default. */
  readonly profile?: string;
  readonly seed: number;
  /** Folders of recordings: what the agent can say, and what it understands. */
  readonly fixturesDirs?: readonly string[];
  /** On top of the profile's own. */
  readonly faults?: readonly FaultWish[];
  /** In place of the profile's. */
  readonly limits?: Partial<Limits>;
}

/** Throws ConfigError or ConfigErrors where the profile or the fixtures are wrong. */
export async function loadAgent(options: AgentOptions): Promise<Agent> {
  const { seed } = options;
  const library = [...(await loadLibrary(options.fixturesDirs ?? [PACKAGE_FIXTURES_DIR])).values()];
  const words = wordsOf(library);
  const profile = await loadProfile(words, options.profile);
  const [voice, detector, recognizer] = await Promise.all([
    loadVoice(profile, library),
    profile.ear.vad === 'energy' ? energyDetector : loadFvadDetector(),
    profile.ear.recognition ? loadRecognizer(library) : null,
  ]);
  const typed = new TypedWords(words.callers);
  const lines = new OwnWords(words.voices.get(profile.voice) ?? new Map());
  const faults = [...profile.misbehaviour, ...(options.faults ?? [])].map(armed);
  const limits = { ...profile.limits, ...options.limits };
  return {
    profile,
    seed,
    faults,
    limits,
    session: (sessionIndex, own = {}) =>
      new AgentSession({
        profile,
        seed,
        voice,
        detector,
        recognizer,
        typed,
        lines,
        faults,
        limits,
        sessionId: sessionIdOf(seed, sessionIndex),
        index: sessionIndex,
        ...own,
      }),
  };
}

function armed(wish: FaultWish): ArmedFault<AgentMoments> {
  const reading = armFault(agentFaults, wish);
  if ('ok' in reading) return reading.ok;
  throw new ConfigError(reading.mistake, {
    code: 'fault_invalid',
    path: '--fault',
    hint: '`callstorm serve --help` lists the faults and what they take.',
  });
}

/** What can be said, by the agent's voices and by callers. */
export function wordsOf(library: readonly LibraryFixture[]): Words {
  const voices = new Map<string, Map<string, string>>();
  const callers = new Map<string, string>();
  for (const { fixture } of library) {
    if (fixture.role === 'caller') callers.set(fixture.utterance, fixture.transcript);
    else {
      const lines = voices.get(fixture.voice) ?? new Map<string, string>();
      voices.set(fixture.voice, lines.set(fixture.utterance, fixture.transcript));
    }
  }
  return { voices, callers };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The index is in it, so that no two sessions of one agent share an id whatever the draw. */
function sessionIdOf(seed: number, sessionIndex: number): string {
  const random = new Random(seed, 'agent-session', sessionIndex);
  let id = 'sess_';
  for (let i = 0; i < 14; i++) id += ALPHABET[random.below(ALPHABET.length)];
  return id + sessionIndex.toString(36).padStart(6, '0');
}
