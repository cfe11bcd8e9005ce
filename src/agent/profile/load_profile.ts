/**
 * Reads a profile from a YAML file and checks it, against the recordings too. Throws ConfigErrors with every mistake: file,
 * line, path, what was expected and what was found.
 */

import { access, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigError, ConfigErrors } from '../../core/word/config_error.ts';
import { readRegular } from '../../disk/read_regular.ts';
import { textUtterance } from '../../fixture/said_text.ts';
import { shapeChecker } from '../../config/shape.ts';
import { found, get, issueError } from '../../config/source.ts';
import { textOf } from '../../config/text_file.ts';
import { readYaml, type Read } from '../../config/yaml.ts';
import { laidOver } from './extended.ts';
import { withHeardTexts } from './heard_texts.ts';
import { completeProfile } from './complete.ts';
import { profileIssues, type Words } from './meaning.ts';
import type { Profile } from './profile.ts';
import { inStyle } from './styled.ts';
import { ProfileSchema, type ProfileFile } from './schema.ts';
import { BUILT, ownFile } from '../../disk/own_file.ts';
import { PROFILE_VALIDATOR } from './profile_validator.ts';

/** The profiles that Callstorm brings: the same folder from the sources and from the built package. */
export const PROFILES_DIR = ownFile('scenarios/agents');
export const DEFAULT_PROFILE = 'support-line';

const shapeIssues = shapeChecker(ProfileSchema, BUILT ? PROFILE_VALIDATOR : undefined);

/** More of them are a circle. */
const MOST_EXTENDED = 5;

/** A path, or the bare name of a profile that Callstorm brings. Nothing: the default one. */
export async function loadProfile(words: Words, profile: string = DEFAULT_PROFILE): Promise<Profile> {
  return profileOf(await readProfile(await findProfile(profile)), words);
}

export function parseProfile(text: string, file: string, words: Words): Profile {
  return profileOf(readYaml(text, file, 'profile'), words);
}

/** With all that it extends. */
async function readProfile(file: string, depth = 0): Promise<Read> {
  const read = readYaml(await textIn(file), file, 'profile');
  const base = get(read.source.data, 'extends');
  if (base === undefined) return read;
  const wrong = (message: string, hint: string): ConfigErrors =>
    new ConfigErrors([issueError(read.source, { path: ['extends'], on: 'value', message, hint }, 'profile')]);
  if (typeof base !== 'string' || base === '')
    throw wrong(
      `expected a profile, found ${found(base)}`,
      'Give a name or a file, as serve --profile takes it.',
    );
  if (depth === MOST_EXTENDED)
    throw wrong(
      `expected profiles that end somewhere, found more than ${MOST_EXTENDED} in a row`,
      'Does one extend itself?',
    );
  const named = /^[\w-]+$/.test(base) ? await findProfile(base) : resolve(dirname(file), base);
  const under = await readProfile(named, depth + 1);
  return { source: laidOver(read.source, under.source), errors: [...under.errors, ...read.errors] };
}

async function textIn(file: string): Promise<string> {
  try {
    return textOf(await readRegular(file, 'text'), file, 'profile_encoding');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `the profile cannot be read (${code === 'ENOENT' ? 'no such file' : (code ?? 'unknown error')})`,
      {
        code: 'profile_missing',
        file,
        hint: `Give the path of a YAML file, or the name of a bundled profile: ${(await bundledNames()).join(', ')}.`,
      },
    );
  }
}

function profileOf({ source, errors }: Read, words: Words): Profile {
  const data = withHeardTexts(source.data, textUtterance);
  const shape = shapeIssues(data);
  // Where the shape is wrong, what stands there means nothing yet.
  const meaning = profileIssues(data, words).filter(
    ({ path }) => !shape.some((other) => other.path.every((part, i) => path[i] === part)),
  );
  const all = [...errors, ...[...shape, ...meaning].map((issue) => issueError(source, issue, 'profile'))];
  if (all.length > 0) throw new ConfigErrors(all);
  const profile = completeProfile(data as ProfileFile);
  return inStyle(profile, words.voices.get(profile.voice));
}

async function bundledNames(): Promise<readonly string[]> {
  const files = await readdir(PROFILES_DIR);
  return files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));
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
