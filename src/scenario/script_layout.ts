/**
 * How a script as it is written becomes the steps of a plan, one behind the other: what a step does is one, what is expected of the
 * turn before it is none, a block stands wherever it is used, and the branches of a step that hears follow it, each with a way back
 * or on. Says of each planned step where it is written, which turn an expectation is of, and what cannot be laid out.
 */

import { found, get } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { blocksFor, type Blocks } from './script_blocks.ts';
import type { ExpectFile } from './schema/expect_schema.ts';
import type { HearFile } from './schema/hear_schema.ts';
import type { StepFile } from './schema/script_schema.ts';
import { endsCall, opensTurn, opOf } from './written_step.ts';

export type DoneStep = Exclude<StepFile, { expect: unknown } | { hear: unknown } | { use: unknown }>;

/** Ways are indices of the plan's steps. */
export interface HeardStep {
  readonly hear: HearFile<StepFile>;
  /** Of the branches, as they are written. */
  readonly ways: readonly number[];
  readonly otherwise: number;
  readonly past: number;
}

export type LaidStep = DoneStep | { readonly heard: HeardStep } | { readonly go: number };

export interface LaidExpectation {
  readonly path: Path;
  /** Index in the script of the step that it stands in. */
  readonly written: number;
  /** The plan's step whose turn it is of; null: no turn was opened before it, or nobody can say which. */
  readonly step: number | null;
  readonly conditional: boolean;
  readonly expect: ExpectFile;
}

/** Steps that are written below one another. */
export interface WrittenRun {
  readonly steps: readonly unknown[];
  readonly path: Path;
  /** What comes before it: nothing; an answer that was heard out; who knows. */
  readonly after: 'nothing' | 'answer' | 'anything';
}

export interface ScriptLayout {
  /** What is done, in the order of the plan. */
  readonly steps: readonly LaidStep[];
  /** Where each of them is written. */
  readonly places: readonly Path[];
  /** By the index of a step as written in the script: where it stands in the plan. Undefined: it is no step there. */
  readonly planned: readonly (number | undefined)[];
  /** By the plan's steps: the one whose turn goes on in it. Undefined: none has begun, or nobody can say which. */
  readonly turns: readonly (number | undefined)[];
  readonly expectations: readonly LaidExpectation[];
  readonly runs: readonly WrittenRun[];
  readonly issues: readonly Issue[];
}

const MOST_STEPS = 1000;
const DEEPEST = 8;

/** Of the caller of this index, in a scenario's data. Of what is no script nothing is laid. */
export function layoutOfCaller(data: unknown, caller: number): ScriptLayout {
  const script = get(data, 'callers', caller, 'script');
  return layoutOf(Array.isArray(script) ? script : [], blocksFor(data, caller), [
    'callers',
    caller,
    'script',
  ]);
}

function layoutOf(script: readonly unknown[], blocks: Blocks, path: Path): ScriptLayout {
  return new Laying(blocks).whole(script, path);
}

/** The step whose turn is the last; `heard`: the one that a step that hears has heard; null: there is none; `several`: one of these. */
type LastTurn = number | 'heard' | 'several' | null;

interface Where {
  readonly path: Path;
  /** Names of the blocks that it is in. */
  readonly within: readonly string[];
  readonly depth: number;
  readonly after: WrittenRun['after'];
}

class Laying {
  private readonly blocks: Blocks;
  private readonly steps: LaidStep[] = [];
  private readonly places: Path[] = [];
  private readonly planned: (number | undefined)[] = [];
  private readonly turns: (number | undefined)[] = [];
  private readonly expectations: LaidExpectation[] = [];
  private readonly runs: WrittenRun[] = [];
  private readonly issues: Issue[] = [];
  private lastTurn: LastTurn = null;
  /** How many branches it is within. */
  private branches = 0;
  /** In some branch before the call is over. */
  private mayEnd = false;
  private written = 0;

  constructor(blocks: Blocks) {
    this.blocks = blocks;
  }

  whole(script: readonly unknown[], path: Path): ScriptLayout {
    this.run(script, { path, within: [], depth: 0, after: 'nothing' });
    const { steps, places, planned, turns, expectations, runs, issues } = this;
    return { steps, places, planned, turns, expectations, runs, issues };
  }

  /** Whether the call is over at its end, whatever was heard. */
  private run(steps: readonly unknown[], where: Where): boolean {
    const { path, depth, within, after } = where;
    this.runs.push({ steps, path, after });
    let over = false;
    let told = false;
    for (const [index, step] of steps.entries()) {
      const at = [...path, index];
      if (depth === 0) this.written = index;
      // Behind a step that ends a call by itself, the order of the steps is looked at elsewhere.
      if (over && !told && !endsCall(steps[index - 1])) {
        this.trouble(at, 'never reached: the call is over before, whatever is heard');
      }
      told ||= over;
      if (this.steps.length >= MOST_STEPS) {
        this.trouble(at, `expected at most ${MOST_STEPS} steps, with every block counted where it is used`);
        break;
      }
      if (depth === 0) this.planned[index] = opOf(step) === 'expect' ? undefined : this.steps.length;
      if (this.step(step, { path: at, depth, within, after: 'anything' })) over = true;
    }
    return over;
  }

  private step(step: unknown, where: Where): boolean {
    switch (opOf(step)) {
      case 'expect':
        this.expect(get(step, 'expect') as ExpectFile, [...where.path, 'expect']);
        return false;
      case 'use':
        return this.use(get(step, 'use'), where);
      case 'hear':
        return this.hear(get(step, 'hear'), where);
      default:
        if (opensTurn(step, this.steps.length)) this.lastTurn = this.steps.length;
        this.push(step as DoneStep, where.path);
        return endsCall(step);
    }
  }

  private push(step: LaidStep, path: Path): void {
    this.steps.push(step);
    this.places.push(path);
    this.turns.push(typeof this.lastTurn === 'number' ? this.lastTurn : undefined);
  }

  private expect(expect: ExpectFile, path: Path): void {
    const { lastTurn, written } = this;
    const conditional = this.branches > 0 || this.mayEnd;
    const step = typeof lastTurn === 'number' ? lastTurn : null;
    this.expectations.push({ path, written, step, conditional, expect });
    if (step !== null) return;
    if (lastTurn === 'heard') {
      const hint = 'Write it before the hear, or behind what this branch says.';
      this.trouble(
        path,
        'in a branch, expected something to be said before what is expected of it',
        hint,
        'key',
      );
    } else if (lastTurn === 'several') {
      const hint = 'Write it in the branches, behind what they say, or on the caller for the whole call.';
      this.trouble(path, 'it could be of the turn of any branch of the hear before', hint, 'key');
    } else {
      const hint = 'Write it behind the step whose answer it is of, or under the caller for the whole call.';
      this.trouble(path, 'nothing is said or heard before this that it could be of', hint, 'key');
    }
  }

  private use(name: unknown, { path, depth, within }: Where): boolean {
    if (typeof name !== 'string') return false;
    const block = this.blocks.get(name);
    const at = [...path, 'use'];
    if (block === undefined) {
      const known = [...this.blocks.keys()];
      const hint =
        known.length === 0 ? 'Write its steps under blocks.' : `Known under blocks: ${known.join(', ')}.`;
      this.trouble(at, `unknown block ${found(name)}${didYouMean(name, known)}`, hint);
      return false;
    }
    if (within.includes(name)) {
      this.trouble(
        at,
        `a block cannot use itself: ${[...within, name].join(' → ')}`,
        'Use again: true in a hear.',
      );
      return false;
    }
    return this.deeper(block.steps, {
      path: block.path,
      depth,
      within: [...within, name],
      after: 'anything',
    });
  }

  /** Whether the call is over behind it, whatever was heard. */
  private hear(value: unknown, where: Where): boolean {
    const { path } = where;
    const hear = value as HearFile<StepFile>;
    const at = this.steps.length;
    if (opensTurn('hear', at)) this.lastTurn = at;
    const before = this.lastTurn;
    this.push({ go: at + 1 }, path);
    const written: unknown = get(hear, 'when');
    const branches = (Array.isArray(written) ? written : []).map((branch: unknown, index) =>
      this.branch(get(branch, 'then'), before, get(branch, 'again') === true ? at : null, {
        ...where,
        path: [...path, 'hear', 'when', index, 'then'],
        after:
          get(branch, 'tool') === undefined && get(branch, 'nothing') === undefined ? 'answer' : 'anything',
      }),
    );
    const last = this.branch(get(hear, 'else'), before, null, {
      ...where,
      path: [...path, 'hear', 'else'],
      after: 'answer',
    });
    const past = this.steps.length;
    const all = [...branches, last];
    for (const { onward } of all) if (onward !== null) this.steps[onward] = { go: past };
    this.steps[at] = { heard: { hear, ways: branches.map(({ to }) => to), otherwise: last.to, past } };
    const [first, ...others] = all.flatMap(({ turn }) => (turn === 'none' ? [] : [turn]));
    if (first === undefined) return true;
    this.lastTurn = others.every((other) => other === first) ? first : 'several';
    return false;
  }

  /** `back`: the step that it comes back to. Gives where it begins, and whence it has yet to be led on; `none`: the call is over. */
  private branch(
    steps: unknown,
    before: LastTurn,
    back: number | null,
    where: Where,
  ): { readonly to: number; readonly onward: number | null; readonly turn: LastTurn | 'none' } {
    const to = this.steps.length;
    this.lastTurn = 'heard';
    this.branches++;
    const over = Array.isArray(steps) && steps.length > 0 && this.deeper(steps, where);
    this.branches--;
    if (over) {
      this.mayEnd = true;
      return { to, onward: null, turn: 'none' };
    }
    const way = this.steps.length;
    this.push({ go: back ?? way + 1 }, where.path);
    return {
      to,
      onward: back === null ? way : null,
      turn: this.lastTurn === 'heard' ? before : this.lastTurn,
    };
  }

  private deeper(steps: readonly unknown[], where: Where): boolean {
    if (where.depth >= DEEPEST) {
      this.trouble(where.path, `expected branches and blocks within one another at most ${DEEPEST} deep`);
      return false;
    }
    return this.run(steps, { ...where, depth: where.depth + 1 });
  }

  private trouble(path: Path, message: string, hint?: string, on: Issue['on'] = 'value'): void {
    this.issues.push({ path, on, message, ...(hint === undefined ? {} : { hint }) });
  }
}
