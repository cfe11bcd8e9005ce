/**
 * Makes the sessions of a simulated agent: profile, recorded voice and detector are loaded once and shared. The same seed
 * and index give the same session, behind a socket or in virtual time.
 */

import { Random } from '../core/random.ts';
import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { loadFvadDetector } from './ear/detector_fvad.ts';
import { loadProfile } from './profile/load_profile.ts';
import { loadVoice } from './voice/load_voice.ts';
import type { Profile } from './profile/profile.ts';
import type { SessionOptions } from './session.ts';
import { AgentSession } from './session.ts';

export interface Agent {
  readonly profile: Profile;
  readonly limits: Limits;
  session(
    sessionIndex: number,
    options?: Pick<SessionOptions, 'model' | 'allowance' | 'expiresAtS' | 'edit'>,
  ): AgentSession;
}

export interface AgentOptions {
  /** Path of a profile, or the name of a bundled one; nothing for the default. */
  readonly profile?: string;
  readonly seed: number;
  readonly fixturesDir?: string;
  /** In place of the profile's and the service's. */
  readonly limits?: Partial<Limits>;
}

/** Throws ConfigError or ConfigErrors where the profile or the fixtures are wrong. */
export async function loadAgent(options: AgentOptions): Promise<Agent> {
  const { seed } = options;
  const profile = await loadProfile(options.profile);
  const [voice, detector] = await Promise.all([loadVoice(profile, options.fixturesDir), loadFvadDetector()]);
  const limits = { ...defaultLimits, tokensPerMinute: profile.tokensPerMinute, ...options.limits };
  return {
    profile,
    limits,
    session: (sessionIndex, own = {}) =>
      new AgentSession({
        profile,
        seed,
        voice,
        detector,
        limits,
        sessionId: sessionIdOf(seed, sessionIndex),
        ...own,
      }),
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The index is in it, so that no two sessions of one agent share an id whatever the draw. */
function sessionIdOf(seed: number, sessionIndex: number): string {
  const random = new Random(seed, 'agent-session', sessionIndex);
  let id = 'sess_';
  for (let i = 0; i < 14; i++) id += ALPHABET[random.below(ALPHABET.length)];
  return id + sessionIndex.toString(36).padStart(6, '0');
}
