/**
 * Which of the calls inside a list shows: by caller, by how it ended, by what was expected, by what struck, by a stretch of the
 * run, and by words. Each choice is told with how many calls it would leave. Pure.
 */

import type { CallFacts } from '../../report/page/call_facts.ts';

export interface ListedCall {
  readonly id: string;
  readonly facts: CallFacts;
  /** From the instants of its facts to the axis of a stretch. */
  readonly axisMs: number;
  /** All words of it, in small letters. */
  readonly words: string;
}

/** Of the run, on the axis that all its logs have together. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** An empty text is no filter. */
export interface CallFilter {
  readonly caller: string;
  /** `completed`, `failed`, `trouble` (it failed, or a turn of it did), or `code:` and a code. */
  readonly ended: string;
  /** `met` (all), `unmet` (any), or `unmet:` and the number of one. */
  readonly expected: string;
  /** `none`, `any`, or `is:` and a name. */
  readonly fault: string;
  readonly words: string;
  /** A call that was going on in it. */
  readonly stretch: Stretch | null;
}

export type Choosable = 'caller' | 'ended' | 'expected' | 'fault';

export const noFilter: CallFilter = {
  caller: '',
  ended: '',
  expected: '',
  fault: '',
  words: '',
  stretch: null,
};

export function passes({ facts, words, id, axisMs }: ListedCall, filter: CallFilter): boolean {
  const { stretch } = filter;
  return (
    (filter.caller === '' || facts.caller === filter.caller.slice(CALLER.length)) &&
    endedAs(facts, filter.ended) &&
    asExpected(facts, filter.expected) &&
    struckBy(facts, filter.fault) &&
    (stretch === null ||
      (facts.startMs + axisMs <= stretch.untilMs && facts.endMs + axisMs >= stretch.fromMs)) &&
    filter.words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => word === '' || words.includes(word) || `#${id}` === word)
  );
}

const CALLER = 'is:';
const CODE = 'code:';
const UNMET = 'unmet:';

function endedAs({ outcome, code }: CallFacts, asked: string): boolean {
  if (asked === '') return true;
  if (asked === 'trouble') return outcome === 'failed' || code !== null;
  return asked.startsWith(CODE) ? code === asked.slice(CODE.length) : outcome === asked;
}

function asExpected({ met, unmet }: CallFacts, asked: string): boolean {
  if (asked === '') return true;
  if (asked === 'met') return met.length > 0 && unmet.length === 0;
  return asked === 'unmet' ? unmet.length > 0 : unmet.includes(Number(asked.slice(UNMET.length)));
}

function struckBy({ faults }: CallFacts, asked: string): boolean {
  if (asked === '') return true;
  if (asked === 'none' || asked === 'any') return faults.length > 0 === (asked === 'any');
  return faults.includes(asked.slice(CALLER.length));
}

export interface Choice {
  readonly value: string;
  readonly text: string;
  /** Calls that would be shown, all other filters as they are. */
  readonly count: number;
}

/** What there is to choose from, whatever is chosen; the first is no filter. */
export function choicesOf(
  calls: readonly ListedCall[],
  filter: CallFilter,
  by: Choosable,
  expectations: readonly string[],
): readonly Choice[] {
  const values = valuesOf(calls, by, expectations);
  const others = calls.filter((call) => passes(call, { ...filter, [by]: '' }));
  return values.map(([value, text]) => ({
    value,
    text,
    count: others.filter((call) => passes(call, { ...filter, [by]: value })).length,
  }));
}

type Value = readonly [value: string, text: string];

function valuesOf(
  calls: readonly ListedCall[],
  by: Choosable,
  expectations: readonly string[],
): readonly Value[] {
  const facts = calls.map((call) => call.facts);
  switch (by) {
    case 'caller': {
      const callers = sorted(facts.flatMap(({ caller }) => (caller === null ? [] : [caller])));
      return [['', 'any caller'], ...callers.map((caller): Value => [`${CALLER}${caller}`, caller])];
    }
    case 'ended': {
      const codes = sorted(facts.flatMap(({ code }) => (code === null ? [] : [code])));
      return [
        ['', 'any end'],
        ['completed', 'completed'],
        ['failed', 'failed'],
        ['trouble', 'failed, or a turn did'],
        ...codes.map((code): Value => [`${CODE}${code}`, code]),
      ];
    }
    case 'expected': {
      const unmet = [...new Set(facts.flatMap((one) => one.unmet))].sort((a, b) => a - b);
      const judged = facts.some((one) => one.met.length + one.unmet.length > 0);
      if (!judged) return [['', 'none expected']];
      return [
        ['', 'expectations'],
        ['met', 'all as expected'],
        ['unmet', 'something not met'],
        ...unmet.map((index): Value => [`${UNMET}${index}`, `not: ${expectations[index] ?? index + 1}`]),
      ];
    }
    case 'fault': {
      const faults = sorted(facts.flatMap((one) => one.faults));
      if (faults.length === 0) return [['', 'no faults']];
      return [
        ['', 'faults'],
        ['any', 'struck'],
        ['none', 'not struck'],
        ...faults.map((fault): Value => [`${CALLER}${fault}`, fault]),
      ];
    }
  }
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
