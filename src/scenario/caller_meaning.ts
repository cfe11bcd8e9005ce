/** Whether the callers can do what their scripts ask: utterances, voices, and steps that follow from one another. */

import { didYouMean } from '../core/word/nearest.ts';
import { saidKeys } from './schema/script_schema.ts';
import { defaults } from './defaults.ts';
import { digitUtterances, hasRecording } from './repertoire.ts';
import type { Repertoire } from './repertoire.ts';
import { found, get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs } from '../config/value.ts';

export function callerIssues(data: unknown, repertoire: Repertoire): readonly Issue[] {
  const issues: Issue[] = [];
  const names = new Map<string, number>();
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
    issues.push(...scriptIssues(caller, path, repertoire));
    issues.push(...personaIssues(caller, path, repertoire));
  }
  return issues;
}

function personaIssues(caller: unknown, path: Path, repertoire: Repertoire): readonly Issue[] {
  const issues: Issue[] = [];
  const speaksNumber = numberPath(caller) !== undefined;
  const ownWords = speeches(caller).some(([speech]) =>
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

/** Where the script first speaks a number, relative to the caller. */
function numberPath(caller: unknown): Path | undefined {
  for (const [step, path] of speeches(caller)) {
    for (const [part, partPath] of parts(step, path)) {
      if (typeof get(part, 'number') === 'string' || typeof get(part, 'digits') === 'string') return partPath;
    }
  }
  return undefined;
}

/** What the steps say, each with its path relative to the caller. */
function speeches(caller: unknown): readonly (readonly [unknown, Path])[] {
  return listAt(caller, 'script').flatMap(([index, step]): readonly (readonly [unknown, Path])[] => {
    const say = get(step, 'say');
    if (get(say, 'speech') !== undefined) return [[get(say, 'speech'), ['script', index, 'say', 'speech']]];
    if (say !== undefined) return [[say, ['script', index, 'say']]];
    return [['interrupt'], ['backchannel'], ['silence', 'murmur']].flatMap(
      (op): readonly (readonly [unknown, Path])[] => {
        const speech = get(step, ...op, 'say');
        return speech === undefined ? [] : [[speech, ['script', index, ...op, 'say']]];
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

function scriptIssues(caller: unknown, path: Path, repertoire: Repertoire): readonly Issue[] {
  const issues: Issue[] = [];
  for (const [speech, speechPath] of speeches(caller)) {
    for (const [part, partPath] of parts(speech, speechPath)) {
      const utterance = typeof part === 'string' ? part : get(part, 'utterance');
      if (typeof utterance !== 'string' || utterance === '' || repertoire.recordings.has(utterance)) continue;
      const message = `unknown utterance ${found(utterance)}${didYouMean(utterance, repertoire.recordings.keys())}`;
      const where = typeof part === 'string' ? partPath : [...partPath, 'utterance'];
      const hint =
        '`callstorm fixtures list` shows what can be said; `callstorm fixtures import` adds your own.';
      issues.push({ path: [...path, ...where], on: 'value', message, hint });
    }
    const said = parts(speech, speechPath);
    if (said.length > 0 && said.every(([part]) => isPause(part))) {
      const message = 'expected something to say, found pauses alone';
      issues.push({
        path: [...path, ...speechPath],
        on: 'value',
        message,
        hint: 'Use the step silence to say nothing.',
      });
    }
  }
  const number = numberPath(caller);
  const { voices } = repertoire;
  const anyVoice = voices.some((voice) => missingDigits(repertoire, voice).length === 0);
  if (number !== undefined && !anyVoice && get(caller, 'persona', 'voices') === undefined) {
    issues.push({
      path: [...path, ...number],
      on: 'value',
      message: 'no voice has recordings of all ten digits',
    });
  }
  issues.push(...sayIssues(caller, path), ...stepIssues(caller, path));
  return issues;
}

/** A map under say says one thing; a key that it may not have is told by the schema. */
function sayIssues(caller: unknown, path: Path): readonly Issue[] {
  return listAt(caller, 'script').flatMap(([index, step]): readonly Issue[] => {
    const say = get(step, 'say');
    if (typeof say !== 'object' || say === null || Array.isArray(say)) return [];
    const keys = Object.keys(say);
    const said = keys.filter((key) => saidKeys.includes(key));
    if (said.length < 2 || keys.some((key) => key !== 'pause' && !saidKeys.includes(key))) return [];
    const message = `expected one thing to say, found ${said.join(' and ')}`;
    const hint = 'Say several things as a list: say: [{…}, {…}].';
    return [{ path: [...path, 'script', index, 'say'], on: 'value', message, hint }];
  });
}

/** The order of the steps, and their times. */
function stepIssues(caller: unknown, path: Path): readonly Issue[] {
  const issues: Issue[] = [];
  const steps = listAt(caller, 'script');
  let answerPending = true;
  let over = false;
  let before: string | undefined;
  for (const [index, step] of steps) {
    const at: Path = [...path, 'script', index];
    const op = typeof step === 'string' ? step : Object.keys(Object(step) as object)[0];
    if (op === undefined) continue;
    const stepPath = typeof step === 'string' ? at : [...at, op];
    if (over) {
      const ended = before === 'hung_up' ? 'the agent has hung up before' : 'the caller has hung up before';
      const message = `never reached: ${ended}`;
      const hint = `Remove it, or move ${before ?? 'hangup'} to the end.`;
      issues.push({ path: at, on: 'value', message, hint, onlyIfAlone: true });
      break;
    }
    issues.push(...timeIssues(step, op, stepPath));
    if (op === 'silence' && (before === 'say' || before === 'interrupt')) {
      const message = `expected a listen between ${before} and silence: the answer to the ${before} would neither be waited for nor measured`;
      const hint =
        'Hear the answer out first, or give the listen a short deadline and `on_timeout: continue`.';
      issues.push({ path: stepPath, on: 'key', message, hint });
    }
    before = op;
    switch (op) {
      case 'say':
      case 'silence':
        answerPending = true;
        break;
      case 'interrupt':
      case 'backchannel':
        if (!answerPending) {
          const message = `expected an answer to speak over; the listen before this ${op} has already heard it out`;
          const hint = `Take that listen out: ${op} waits for the answer by itself.`;
          issues.push({ path: stepPath, on: 'key', message, hint });
        }
        answerPending = true;
        break;
      case 'listen':
        answerPending = false;
        break;
      case 'hung_up':
        over = true;
        break;
      case 'hangup':
        over = step === 'hangup' || get(step, 'hangup') === true;
        break;
      default:
        break;
    }
  }
  return issues;
}

function timeIssues(step: unknown, op: string, path: Path): readonly Issue[] {
  const zero = (value: unknown, at: Path, what: string): readonly Issue[] =>
    durationMs(value) === 0
      ? [{ path: at, on: 'value', message: `expected ${what} longer than nothing` }]
      : [];
  if (op === 'silence') {
    return [
      ...zero(get(step, op), path, 'a silence'),
      ...zero(get(step, op, 'for'), [...path, 'for'], 'a silence'),
      ...lateMurmur(get(step, op), [...path, 'murmur']),
    ];
  }
  if (op === 'hung_up') return zero(get(step, op), path, 'a wait');
  const listen = op === 'listen' ? zero(get(step, op), path, 'a deadline') : [];
  return [...listen, ...zero(get(step, op, 'deadline'), [...path, 'deadline'], 'a deadline')];
}

/** A sound that would come when the silence is over. */
function lateMurmur(silence: unknown, path: Path): readonly Issue[] {
  const afterMs = durationMs(get(silence, 'murmur', 'after')) ?? defaults.afterMs;
  const forMs = durationMs(get(silence, 'for'));
  if (get(silence, 'murmur') === undefined || forMs === undefined || afterMs < forMs) return [];
  const message = `expected a murmur within the silence of ${forMs} ms, found one ${afterMs} ms into it`;
  return [{ path, on: 'value', message, hint: 'Make the silence longer, or `after` shorter.' }];
}
