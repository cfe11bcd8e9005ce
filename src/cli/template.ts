/**
 * The scenarios that Callstorm brings, as something to start from: which there are, and one of them as it is to stand in a user's own
 * folder, with the profiles that it names. Reads the bundled folder, and writes nothing.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean } from '../core/word/nearest.ts';
import { ConfigError } from '../core/word/config_error.ts';
import type { StarterWishes } from './starter.ts';
import { ownFile } from '../disk/own_file.ts';

/** The same folder from the sources and from the built package. */
export const TEMPLATES_DIR = ownFile('scenarios');

export interface Template {
  readonly text: string;
  /** Files beside it, by their paths as seen from it. */
  readonly beside: ReadonlyMap<string, string>;
}

export function templateNames(): readonly string[] {
  return readdirSync(TEMPLATES_DIR)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** A line each: name and description. */
export function templateLines(): readonly string[] {
  const names = templateNames();
  const width = Math.max(...names.map(({ length }) => length));
  return names.map((name) => `${name.padEnd(width)}  ${descriptionOf(textOf(name))}`);
}

/** Throws ConfigError, with all there are, where there is none of this name. */
export function template(name: string, { schema, command, file }: StarterWishes): Template {
  const names = templateNames();
  if (!names.includes(name)) {
    throw new ConfigError(
      `there is no template ${JSON.stringify(name)}${didYouMean(name, names)}\n${templateLines()
        .map((line) => `    ${line}`)
        .join('\n')}`,
      { code: 'init_template', path: '--template', hint: 'Give one of these names.' },
    );
  }
  const shipped = textOf(name);
  const own = shipped
    .replace(/^# yaml-language-server:.*\n/, () =>
      schema === null ? '' : `# yaml-language-server: $schema=${schema}\n`,
    )
    .replaceAll(
      new RegExp(`(?:npx )?callstorm (\\w+) scenarios/${name}\\.yaml`, 'g'),
      (_, verb) => `${command} ${verb} ${file}`,
    );
  const profiles = [...shipped.matchAll(/\bprofile: (agents\/[\w-]+\.yaml)/g)].map((match) =>
    String(match[1]),
  );
  return {
    text: own,
    beside: new Map(profiles.map((path) => [path, readFileSync(join(TEMPLATES_DIR, path), 'utf8')])),
  };
}

function textOf(name: string): string {
  return readFileSync(join(TEMPLATES_DIR, `${name}.yaml`), 'utf8');
}

function descriptionOf(text: string): string {
  return /^description: (.*)$/m.exec(text)?.[1] ?? /^# (?!yaml-language-server)(.*)$/m.exec(text)?.[1] ?? '';
}
