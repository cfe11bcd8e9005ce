/**
 * `plan.json` in a run's folder: what was run, to the last number, and what its audio was made of, so that the same calls
 * can be made again without the scenario. The audio itself is not in it, only its hash: it is made again from the clips'
 * recordings, which the plan names with their hashes, and the hash tells whether it came out the same.
 */

import { join } from 'node:path';
import type { ClipVariant, Plan, PlanAudio } from '../core/plan/plan.ts';
import { withoutSecrets } from '../core/word/secret.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { writeWhole } from '../disk/write_whole.ts';
import { sha256 } from '../scenario/canonical.ts';

export const PLAN_FILE = 'plan.json';
export const PLAN_FILE_VERSION = 1;

export interface PlanFile {
  readonly type: 'plan';
  readonly version: typeof PLAN_FILE_VERSION;
  /** As it was run; `target.url` without what could be a key. */
  readonly plan: Plan;
  readonly audio: {
    /** SHA-256 (hex) of all messages, one after another: what `plan.id` covers. */
    readonly sha256: string;
    readonly bytes: number;
    readonly messages: number;
  };
  readonly madeFrom: {
    /** Absolute path; null where the plan came from no file. */
    readonly scenario: string | null;
    /** Where the clips' recordings were, absolute; a later folder wins. */
    readonly fixturesDirs: readonly string[];
    /** What the sounds between words were made by, in their order. Absent: there are none. */
    readonly beds?: readonly ClipVariant[];
    /** Absolute path of the packed plan that has the audio, in place of all these. */
    readonly pack?: string;
  };
}

export interface Kept {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly scenario: string | null;
  readonly fixturesDirs: readonly string[];
  readonly beds?: readonly ClipVariant[];
  readonly pack?: string;
}

export function planFileOf({ plan, audio, scenario, fixturesDirs, beds = [], pack }: Kept): PlanFile {
  const { target } = plan;
  return {
    type: 'plan',
    version: PLAN_FILE_VERSION,
    plan: { ...plan, target: { ...target, url: withoutSecrets(target.url) } },
    audio: {
      sha256: sha256(audio.bytes),
      bytes: audio.bytes.length,
      messages: audio.offsets.length - 1,
    },
    madeFrom: {
      scenario,
      fixturesDirs,
      ...(beds.length === 0 ? {} : { beds }),
      ...(pack === undefined ? {} : { pack }),
    },
  };
}

/** Writes it, whole or not at all. Null, or why it could not be written: a run goes on without it. */
export async function keepPlan(directory: string, kept: Kept): Promise<string | null> {
  const file = join(directory, PLAN_FILE);
  try {
    await writeWhole(file, `${JSON.stringify(planFileOf(kept))}\n`);
    return null;
  } catch (error) {
    return `${file}: ${reasonOf(error)}`;
  }
}
