/** The order of the steps of a script, or of one of its branches and blocks, and their times. */

import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs } from '../config/value.ts';
import { defaults } from './defaults.ts';
import { besideKeys, oneStep, stepKeys } from './schema/script_schema.ts';
import type { WrittenRun } from './script_layout.ts';
import { opOf } from './written_step.ts';

export function orderIssues({ steps, path, after }: WrittenRun): readonly Issue[] {
  const issues: Issue[] = [];
  let answerPending = after !== 'answer';
  let over = false;
  let before: string | undefined;
  for (const [index, step] of steps.entries()) {
    const at: Path = [...path, index];
    const op = opOf(step);
    issues.push(...keyIssues(step, at));
    if (op === '') continue;
    const stepPath = typeof step === 'string' ? at : [...at, op];
    if (over) {
      const ended = before === 'hung_up' ? 'the agent has hung up before' : 'the caller has hung up before';
      const message = `never reached: ${ended}`;
      const hint = `Remove it, or move ${before ?? 'hangup'} to the end.`;
      issues.push({ path: at, on: 'value', message, hint, onlyIfAlone: true });
      break;
    }
    issues.push(...timeIssues(step, op, stepPath));
    if (op === 'silence' && (before === 'say' || before === 'dtmf' || before === 'interrupt')) {
      const message = `expected a listen between ${before} and silence: the answer to the ${before} would neither be waited for nor measured`;
      const hint =
        'Hear the answer out first, or give the listen a short deadline and `on_timeout: continue`.';
      issues.push({ path: stepPath, on: 'key', message, hint });
    }
    before = op;
    switch (op) {
      case 'say':
      case 'dtmf':
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
      case 'hear':
        answerPending = branches(step).some((then) => Array.isArray(then) && then.length > 0);
        break;
      case 'use':
        answerPending = true;
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

/** Steps that do nothing by themselves: nothing can be spoiled or struck in them. */
const doesNothing: ReadonlySet<string> = new Set(['hear', 'use', 'expect']);

/** One key says what is done; where one is not known, the schema tells. */
function keyIssues(step: unknown, path: Path): readonly Issue[] {
  if (typeof step !== 'object' || step === null) return [];
  const keys = Object.keys(step);
  const done = keys.filter((key) => stepKeys.includes(key));
  if (keys.some((key) => !stepKeys.includes(key) && !besideKeys.includes(key))) return [];
  const [op = ''] = done;
  const beside = keys.find((key) => besideKeys.includes(key));
  if (done.length === 1 && doesNothing.has(op) && beside !== undefined) {
    const message = `expected no ${beside} beside ${op}: it stands beside what is said or waited for`;
    return [{ path: [...path, beside], on: 'key', message }];
  }
  if (done.length === 1 || keys.length === 0) return [];
  const message = `expected ${oneStep}, found ${keys.length} keys (${keys.join(', ')})`;
  const hint = 'In YAML, start each step on a line of its own with a dash.';
  return [{ path, on: 'value', message, hint }];
}

function branches(step: unknown): readonly unknown[] {
  const ways = listAt(step, 'hear', 'when').map(([, branch]) => get(branch, 'then'));
  return [...ways, get(step, 'hear', 'else')];
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
