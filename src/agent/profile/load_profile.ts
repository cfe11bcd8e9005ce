/**
 * Reads a profile from a YAML file and checks it, against the recordings too. Throws ConfigErrors with every mistake: file,
 * line, path, what was expected and what was found.
 */

import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, ConfigErrors } from '../../core/word/config_error.ts';
import { readRegular } from '../../disk/read_regular.ts';
import { textUtterance } from '../../fixture/said_text.ts';
import { shapeChecker } from '../../config/shape.ts';
import { issueError } from '../../config/source.ts';
import { textOf } from '../../config/text_file.ts';
import { readYaml } from '../../config/yaml.ts';
import { withHeardTexts } from './heard_texts.ts';
import { completeProfile } from './complete.ts';
import { profileIssues, type Words } from './meaning.ts';
import type { Profile } from './profile.ts';
import { ProfileSchema, type ProfileFile } from './schema.ts';

/** The profiles that Callstorm brings: the same folder from the sources and from the built package. */
export const PROFILES_DIR = fileURLToPath(new URL('../../../scenarios/agents', import.meta.url));
export const DEFAULT_PROFILE = 'support-line';

const shapeIssues = shapeChecker(ProfileSchema);

/** A path, or the bare name of a profile that Callstorm brings. Nothing: the default one. */
export async function loadProfile(words: Words, profile: string = DEFAULT_PROFILE): Promise<Profile> {
  const file = await findProfile(profile);
  let text: string;
  try {
    text = textOf(await readRegular(file, 'text'), file, 'profile_encoding');
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
  return parseProfile(text, file, words);
}

export function parseProfile(text: string, file: string, words: Words): Profile {
  const { source, errors } = readYaml(text, file, 'profile');
  const data = withHeardTexts(source.data, textUtterance);
  const shape = shapeIssues(data);
  // Where the shape is wrong, what stands there means nothing yet.
  const meaning = profileIssues(data, words).filter(
    ({ path }) => !shape.some((other) => other.path.every((part, i) => path[i] === part)),
  );
  const all = [...errors, ...[...shape, ...meaning].map((issue) => issueError(source, issue, 'profile'))];
  if (all.length > 0) throw new ConfigErrors(all);
  return completeProfile(data as ProfileFile);
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
