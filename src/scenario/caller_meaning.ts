/** Whether the callers can do what their scripts ask: utterances, voices, and steps that follow from one another. */

import { didYouMean } from '../core/word/nearest.ts';
import { hearingIssues } from './declared_hearing.ts';
import { namesIn } from './expected.ts';
import { unusedBlocks } from './script_blocks.ts';
import { layoutOfCaller, type ScriptLayout } from './script_layout.ts';
import { dtmfIssues } from './typed_keys.ts';
import { orderIssues } from './script_order.ts';
import { saidKeys } from './schema/script_schema.ts';
import { digitUtterances, hasRecording } from './repertoire.ts';
import type { Repertoire } from './repertoire.ts';
import { found, get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs } from '../config/value.ts';

export function callerIssues(data: unknown, repertoire: Repertoire): readonly Issue[] {
  const issues: Issue[] = [];
  const names = new Map<string, number>();
  const known = namesIn(data);
  const used: Path[] = [];
  for (const [index, caller] of listAt(data, 'callers')) {
    const path: Path = ['callers', index];
    const name = get(caller, 'name');
    if (typeof name === 'string') {
      const first = names.get(name);
      if (first === undefined) names.set(name, index);
      else {
        const message = `callers[${first}] is called ${found(name)} too; reports could not tell them apart`;
        issues.push({ path: [...path, 'name'], on: 'value', message });
      }
    }
    const layout = layoutOfCaller(data, index);
    used.push(...layout.runs.map((run) => run.path));
    issues.push(...layout.issues, ...hearingIssues(layout, known));
    issues.push(...scriptIssues(caller, layout, repertoire));
    issues.push(...personaIssues(caller, path, layout, repertoire));
  }
  issues.push(...unusedBlocks(data, listAt(data, 'callers').length, used));
  return issues;
}

function personaIssues(
  caller: unknown,
  path: Path,
  layout: ScriptLayout,
  repertoire: Repertoire,
): readonly Issue[] {
  const issues: Issue[] = [];
  const speaksNumber = numberPath(layout) !== undefined;
  const ownWords = speeches(layout).some(([speech]) =>
    parts(speech, []).some(([part]) => typeof get(part, 'text') === 'string'),
  );
  for (const [index, voice] of listAt(caller, 'persona', 'voices')) {
    if (typeof voice !== 'string') continue;
    const place = { path: [...path, 'persona', 'voices', index], on: 'value' } as const;
    if (!repertoire.voices.includes(voice)) {
      // A voice that is still to be made is told with the words that it lacks.
      if (ownWords) continue;
      const { voices } = repertoire;
      const message = `unknown voice ${found(voice)}, expected one of ${voices.join(', ')}${didYouMean(voice, voices)}`;
      issues.push({ ...place, message });
    } else if (speaksNumber) {
      const missing = missingDigits(repertoire, voice);
      if (missing.length > 0) {
        const message = `the script speaks a number, but voice ${found(voice)} has no ${missing.join(', ')}`;
        issues.push({ ...place, message });
      }
    }
  }
  for (const key of ['pause', 'patience']) {
    const [least, most] = [0, 1].map((i) => durationMs(get(caller, 'persona', key, i)));
    if (least === undefined || most === undefined || least <= most) continue;
    const message = `expected the shortest first, found ${least}ms before ${most}ms`;
    issues.push({ path: [...path, 'persona', key], on: 'value', message });
  }
  const patience = get(caller, 'persona', 'patience');
  if ([patience, get(patience, 0)].some((value) => durationMs(value) === 0)) {
    const message = 'expected more than no time at all: no answer could come in time';
    issues.push({ path: [...path, 'persona', 'patience'], on: 'value', message });
  }
  return issues;
}

function missingDigits(repertoire: Repertoire, voice: string): readonly string[] {
  return digitUtterances().filter((digit) => !hasRecording(repertoire, digit, voice));
}

/** Where the script first speaks a number. */
function numberPath(layout: ScriptLayout): Path | undefined {
  for (const [speech, path] of speeches(layout)) {
    for (const [part, partPath] of parts(speech, path)) {
      if (typeof get(part, 'number') === 'string' || typeof get(part, 'digits') === 'string') return partPath;
    }
  }
  return undefined;
}

/** What the steps say, and where that stands. */
function speeches({ steps, places }: ScriptLayout): readonly (readonly [unknown, Path])[] {
  return steps.flatMap((step, index): readonly (readonly [unknown, Path])[] => {
    const path = places[index] as Path;
    const say = get(step, 'say');
    const ways = get(say, 'any_of');
    if (Array.isArray(ways)) {
      return ways.map((way: unknown, i) => [way, [...path, 'say', 'any_of', i]] as const);
    }
    if (get(say, 'speech') !== undefined) return [[get(say, 'speech'), [...path, 'say', 'speech']]];
    if (say !== undefined) return [[say, [...path, 'say']]];
    return [['interrupt'], ['backchannel'], ['silence', 'murmur']].flatMap(
      (op): readonly (readonly [unknown, Path])[] => {
        const speech = get(step, ...op, 'say');
        return speech === undefined ? [] : [[speech, [...path, ...op, 'say']]];
      },
    );
  });
}

function parts(speech: unknown, path: Path): readonly (readonly [unknown, Path])[] {
  return Array.isArray(speech)
    ? speech.map((part: unknown, i) => [part, [...path, i]] as const)
    : [[speech, path] as const];
}

function isPause(part: unknown): boolean {
  return get(part, 'pause') !== undefined && Object.keys(Object(part) as object).length === 1;
}

function scriptIssues(caller: unknown, layout: ScriptLayout, repertoire: Repertoire): readonly Issue[] {
  const issues: Issue[] = [];
  for (const [speech, speechPath] of speeches(layout)) {
    for (const [part, partPath] of parts(speech, speechPath)) {
      const utterance = typeof part === 'string' ? part : get(part, 'utterance');
      if (typeof utterance !== 'string' || utterance === '' || repertoire.recordings.has(utterance)) continue;
      const message = `unknown utterance ${found(utterance)}${didYouMean(utterance, repertoire.recordings.keys())}`;
      const where = typeof part === 'string' ? partPath : [...partPath, 'utterance'];
      const hint =
        '`callstorm fixtures list` shows what can be said; `callstorm fixtures import` adds your own.';
      issues.push({ path: where, on: 'value', message, hint });
    }
    const said = parts(speech, speechPath);
    if (said.length > 0 && said.every(([part]) => isPause(part))) {
      const message = 'expected something to say, found pauses alone';
      issues.push({
        path: speechPath,
        on: 'value',
        message,
        hint: 'Use the step silence to say nothing.',
      });
    }
  }
  const number = numberPath(layout);
  const { voices } = repertoire;
  const anyVoice = voices.some((voice) => missingDigits(repertoire, voice).length === 0);
  if (number !== undefined && !anyVoice && get(caller, 'persona', 'voices') === undefined) {
    issues.push({
      path: number,
      on: 'value',
      message: 'no voice has recordings of all ten digits',
    });
  }
  issues.push(...sayIssues(layout), ...dtmfIssues(layout), ...layout.runs.flatMap(orderIssues));
  return issues;
}

/** A map under say says one thing; a key that it may not have is told by the schema. */
function sayIssues({ steps, places }: ScriptLayout): readonly Issue[] {
  return steps.flatMap((step, index): readonly Issue[] => {
    const say = get(step, 'say');
    if (typeof say !== 'object' || say === null || Array.isArray(say)) return [];
    const keys = Object.keys(say);
    const said = keys.filter((key) => saidKeys.includes(key));
    if (said.length < 2 || keys.some((key) => key !== 'pause' && !saidKeys.includes(key))) return [];
    const message = `expected one thing to say, found ${said.join(' and ')}`;
    const hint = 'Say several things as a list: say: [{…}, {…}].';
    return [{ path: [...(places[index] as Path), 'say'], on: 'value', message, hint }];
  });
}
