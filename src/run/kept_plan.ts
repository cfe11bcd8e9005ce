/**
 * A plan out of a run's folder, with its audio made again from the recordings that it names: the same bytes, or an error that
 * says what is missing. Nothing of the scenario's file is read: it may be another by now.
 */

import { dirname, resolve } from 'node:path';
import type { PlanStep } from '../core/call/script.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import { PLAN_VERSION } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { dialectOf } from '../dialect/dialects.ts';
import { unreadReasonOf } from '../disk/disk_trouble.ts';
import { readRegularText } from '../disk/read_regular.ts';
import { sha256 } from '../scenario/canonical.ts';
import { encodeClips } from '../scenario/encode.ts';
import { loadRepertoire } from '../scenario/library.ts';
import { lineFor } from '../scenario/line.ts';
import { changedNoise, ownNoisesFor } from '../scenario/own_noise.ts';
import { recordingFor, type Repertoire } from '../scenario/repertoire.ts';
import { readPack } from './pack/read_pack.ts';
import { PLAN_FILE, PLAN_FILE_VERSION, type PlanFile } from './plan_file.ts';

export interface KeptPlan {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly madeFrom: PlanFile['madeFrom'];
  /** That the plan was packed with. */
  readonly certificates?: string;
}

/** `folder`: a run's. Throws ConfigError where the plan or a recording of it is not there, or is not what it was. */
export async function readKeptPlan(folder: string): Promise<KeptPlan> {
  const file = resolve(folder, PLAN_FILE);
  const { plan, audio: told, madeFrom } = await read(file);
  if (madeFrom.pack !== undefined) {
    const { audio, certificates } = await readPack(madeFrom.pack);
    if (sha256(audio.bytes) !== told.sha256) throw changed('the audio as a whole', file);
    return { plan, audio, madeFrom, ...(certificates === undefined ? {} : { certificates }) };
  }
  const repertoire = await loadRepertoire(madeFrom.fixturesDirs);
  const sources = plan.clips.map(({ id, utterance, voice, sha256: hash, variant }) => {
    const recording = recordingOf(repertoire, voice, utterance, file);
    if (recording.sha256 !== hash) throw changed(`${voice}/${utterance}`, file);
    return { id, recording, variant };
  });
  const dialect = dialectOf(plan);
  const uplink = { ...dialect.uplink, append: (audio: string): string => dialect.append(audio) };
  const { beds = [] } = madeFrom;
  const recipes = [...plan.clips.flatMap(({ variant }) => variant ?? []), ...beds].map(
    ({ recipe }) => recipe,
  );
  const folderOfScenario = madeFrom.scenario === null ? process.cwd() : dirname(madeFrom.scenario);
  const noises = await ownNoisesFor(
    recipes.flatMap(({ steps }) => steps),
    folderOfScenario,
  );
  const other = changedNoise(recipes, noises);
  if (other !== null) throw changed(`the noise ${visible(other)}`, file);
  const line = recipes.length === 0 ? undefined : await lineFor(recipes, { ...repertoire, noises });
  const { audio } = await encodeClips(sources, beds, uplink, plan.frameMs, line);
  if (sha256(audio.bytes) !== told.sha256) throw changed('the audio as a whole', file);
  return { plan, audio, madeFrom };
}

async function read(file: string): Promise<PlanFile> {
  const hint =
    'Give the folder of a run, as `callstorm run` made it: it has a plan.json beside its calls.ndjson.';
  const refuse = (message: string): ConfigError =>
    new ConfigError(message, { code: 'plan_unreadable', file, hint });
  let text: string;
  try {
    text = await readRegularText(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw refuse(
      code === 'ENOENT'
        ? 'there is no plan of a run here'
        : `the plan cannot be read (${unreadReasonOf(error)})`,
    );
  }
  let kept: Partial<PlanFile>;
  try {
    kept = JSON.parse(text) as Partial<PlanFile>;
  } catch {
    throw refuse('expected a plan as JSON, found something else');
  }
  const { type, version, plan, audio, madeFrom } = kept ?? {};
  if (type !== 'plan' || plan === undefined || audio === undefined || madeFrom === undefined) {
    throw refuse('expected a plan that a run has kept, found other JSON');
  }
  if (version !== PLAN_FILE_VERSION || plan.version !== PLAN_VERSION) {
    throw refuse(`expected version ${PLAN_FILE_VERSION} of a kept plan, found ${String(version)}`);
  }
  const misled = plan.callers.find(({ steps }) => !leadsSomewhere(steps));
  if (misled !== undefined) {
    throw refuse(`the script of ${visible(misled.name)} leads to a step that it does not have`);
  }
  return kept as PlanFile;
}

/** Every way of a script is to a step of it, or to its end. */
function leadsSomewhere(steps: readonly PlanStep[]): boolean {
  const isPlace = (to: number): boolean => Number.isInteger(to) && to >= 0 && to <= steps.length;
  return steps.every((step) => {
    if (step.op === 'go') return isPlace(step.to);
    if (step.op !== 'hear') return true;
    return [step.past, step.otherwise.to, ...step.branches.map(({ to }) => to)].every(isPlace);
  });
}

function recordingOf(repertoire: Repertoire, voice: string, utterance: string, file: string) {
  const recording = recordingFor(repertoire, utterance, voice);
  if (recording !== undefined && recording.voice === voice) return recording;
  throw new ConfigError(`the recording ${voice}/${utterance} of this run is not there any more`, {
    code: 'recording_missing',
    file,
    hint: `It was in one of: ${repertoire.voices.length === 0 ? 'no folder of recordings' : 'the folders under madeFrom in the plan'}.`,
  });
}

function changed(what: string, file: string): ConfigError {
  return new ConfigError(`${what} is not what it was when the run was made`, {
    code: 'recording_changed',
    file,
    hint: 'A call can be made again with the recordings and the version of Callstorm that it was made with.',
  });
}
