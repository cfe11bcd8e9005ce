/**
 * Writes the folder that k6 makes a plan's calls from: Callstorm's script, and beside it what the script opens. The folder needs
 * nothing else, and no key is in it: k6's environment has that.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { withoutSecrets } from '../../core/word/secret.ts';
import { builtModule, packageVersion } from '../../disk/own_file.ts';
import { writeTogether, type Content } from '../../disk/write_whole.ts';
import type { BundleFacts } from '../../engine/k6/bundle_facts.ts';
import { refuseValues } from '../pack/write_pack.ts';
import { k6Options } from './k6_options.ts';
import { k6Thresholds, type K6Thresholds } from './k6_threshold.ts';
import { refuseUnfitForK6 } from './unfit_for_k6.ts';

export const SCRIPT_FILE = 'script.js';
/** By which such a folder is known. */
export const FACTS_FILE = 'callstorm.json';

export interface K6Bundling {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly vus: number;
  /** As the scenario's file was named. */
  readonly file: string;
  /** What to type to do it again. */
  readonly command: string;
  /** k6's version, where it was asked. */
  readonly k6?: string;
}

export interface K6Bundle {
  readonly script: string;
  readonly thresholds: K6Thresholds;
  /** Of each file, in bytes. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** All or nothing. Throws ConfigError, and the file system's own error. */
export async function bundleForK6(
  folder: string,
  bundling: K6Bundling,
  env: Readonly<Record<string, string | undefined>>,
): Promise<K6Bundle> {
  const { plan, audio, vus, file, command, k6 } = bundling;
  refuseUnfitForK6(plan);
  const thresholds = k6Thresholds(plan.judgement.thresholds);
  const url = withoutSecrets(plan.target.url);
  const bare: Plan = { ...plan, target: { ...plan.target, url } };
  const json = JSON.stringify(bare);
  refuseValues(json, bare, env);
  const facts: BundleFacts = {
    version: 1,
    vus,
    file,
    callstorm: packageVersion(),
    ...(k6 === undefined ? {} : { k6 }),
    command,
  };
  const contents: Readonly<Record<string, string | Uint8Array>> = {
    'audio.txt': messagesOf(audio),
    'plan.json': json,
    [FACTS_FILE]: `${JSON.stringify(facts, null, 2)}\n`,
    'options.json': `${JSON.stringify(k6Options(plan, vus, thresholds), null, 2)}\n`,
    [SCRIPT_FILE]: await script(),
  };
  await writeTogether(
    Object.entries(contents).map(([name, content]): [string, Content] => [join(folder, name), content]),
  );
  const sizes = Object.fromEntries(
    Object.entries(contents).map(([name, content]) => [name, Buffer.byteLength(content)]),
  );
  return { script: join(folder, SCRIPT_FILE), thresholds, sizes };
}

/** One message a line: they are text, and no line break is in JSON that was written to be sent. */
function messagesOf({ bytes, offsets }: PlanAudio): Uint8Array {
  const count = offsets.length - 1;
  const lines = new Uint8Array(bytes.length + count - 1);
  for (let i = 0, at = 0; i < count; i++) {
    const message = bytes.subarray(offsets[i], offsets[i + 1]);
    if (message.includes(10)) throw new Error(`message ${i} of the plan has a line break in it`);
    lines.set(message, at);
    at += message.length + 1;
    if (i + 1 < count) lines[at - 1] = 10;
  }
  return lines;
}

async function script(): Promise<Uint8Array> {
  const path = builtModule('engine/k6/script');
  try {
    return await readFile(path);
  } catch {
    throw new ConfigError('expected the script for k6 in the package, found none', {
      code: 'package_incomplete',
      file: path,
      hint: 'npm run build makes it.',
    });
  }
}
