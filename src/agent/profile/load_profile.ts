/**
 * Reads a profile from a YAML file and checks it. Throws ConfigErrors with every mistake: file, line, path, what was
 * expected and what was found. Whether the voice can say what the profile names is checked where the voice is loaded.
 */

import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import { Type, type Static } from 'typebox';
import { LineCounter, isNode, parseDocument } from 'yaml';
import { ConfigError, ConfigErrors } from '../../core/config_error.ts';
import type { StageLatency } from '../latency.ts';
import type { Profile } from './profile.ts';

/** The profiles that Callstorm brings: the same folder from the sources and from the built package. */
export const PROFILES_DIR = fileURLToPath(new URL('../../../scenarios/agents', import.meta.url));
export const DEFAULT_PROFILE = 'support-line';

const strict = { additionalProperties: false };

const Duration = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  pattern: '^\\d+(?:\\.\\d+)?(?:ms|s)$',
  minimum: 0,
});

const Stage = Type.Object({ median: Duration, sigma: Type.Number({ minimum: 0, maximum: 3 }) }, strict);
const UtteranceId = Type.String({ minLength: 1 });

export const ProfileSchema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    description: Type.Optional(Type.String()),
    voice: Type.String({ minLength: 1 }),
    greeting: UtteranceId,
    answers: Type.Array(UtteranceId, { minItems: 1 }),
    prompts: Type.Optional(Type.Array(UtteranceId)),
    instructions: Type.Optional(Type.String()),
    latency: Type.Object(
      { vad: Type.Optional(Stage), llm: Stage, tts: Stage, transcription: Type.Optional(Stage) },
      strict,
    ),
    pace: Type.Optional(
      Type.Object({ chunk: Type.Optional(Duration), every: Type.Optional(Duration) }, strict),
    ),
    tokens_per_minute: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  strict,
);

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
const validate = ajv.compile<Static<typeof ProfileSchema>>(ProfileSchema);

/** A path, or the bare name of a profile that Callstorm brings. Nothing: the default one. */
export async function loadProfile(profile: string = DEFAULT_PROFILE): Promise<Profile> {
  const file = await findProfile(profile);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `the profile cannot be read (${code === 'ENOENT' ? 'no such file' : (code ?? 'unknown error')})`,
      {
        code: 'profile_missing',
        file,
        hint: `Give the path of a YAML file, or the name of a bundled profile such as ${DEFAULT_PROFILE}.`,
      },
    );
  }
  return parseProfile(text, file);
}

export function parseProfile(text: string, file: string): Profile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0) {
    throw new ConfigErrors(
      document.errors.map(
        ({ message, pos }) =>
          new ConfigError(`not YAML: ${message}`, { code: 'profile_syntax', file, ...place(pos[0]) }),
      ),
    );
  }
  const data: unknown = document.toJS();
  if (validate(data)) return complete(data);
  const errors = (validate.errors ?? []).map((error) => {
    const path = error.instancePath.split('/').slice(1);
    const node: unknown = document.getIn(path, true);
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    return new ConfigError(explain(error), {
      code: 'profile_invalid',
      file,
      ...place(offset),
      ...(path.length === 0 ? {} : { path: path.join('.') }),
    });
  });
  throw new ConfigErrors(errors);
}

async function findProfile(profile: string): Promise<string> {
  if (!/^[\w-]+$/.test(profile)) return profile;
  const bundled = join(PROFILES_DIR, `${profile}.yaml`);
  try {
    await access(bundled);
    return bundled;
  } catch {
    return profile;
  }
}

function complete(data: Static<typeof ProfileSchema>): Profile {
  const { latency, pace } = data;
  return {
    name: data.name,
    description: data.description ?? '',
    voice: data.voice,
    greeting: data.greeting,
    answers: data.answers,
    prompts: data.prompts ?? [],
    instructions: data.instructions ?? '',
    latency: {
      vad: stage(latency.vad, 15, 0.3),
      llm: stage(latency.llm, 250, 0.35),
      tts: stage(latency.tts, 60, 0.3),
      transcription: stage(latency.transcription, 300, 0.4),
    },
    pace: { chunkMs: Math.max(20, Math.round(ms(pace?.chunk ?? 250))), everyMs: ms(pace?.every ?? 60) },
    tokensPerMinute: data.tokens_per_minute ?? 2_000_000,
  };
}

function stage(given: Static<typeof Stage> | undefined, medianMs: number, sigma: number): StageLatency {
  return given === undefined ? { medianMs, sigma } : { medianMs: ms(given.median), sigma: given.sigma };
}

function ms(duration: string | number): number {
  if (typeof duration === 'number') return duration;
  return duration.endsWith('ms') ? Number(duration.slice(0, -2)) : Number(duration.slice(0, -1)) * 1000;
}

function explain(error: ErrorObject): string {
  const found = error.data === undefined ? 'nothing' : JSON.stringify(error.data);
  switch (error.keyword) {
    case 'required':
      return `"${(error.params as { missingProperty: string }).missingProperty}" is missing`;
    case 'additionalProperties':
      return `there is no "${(error.params as { additionalProperty: string }).additionalProperty}" in a profile`;
    case 'pattern':
      return `expected a duration such as 250ms or 0.25s, found ${found}`;
    default:
      return `${error.message ?? 'invalid'}, found ${found.length > 60 ? `${found.slice(0, 57)}...` : found}`;
  }
}
