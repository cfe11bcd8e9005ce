/**
 * What calls of one kind have cost, answer by answer, and what one that goes on will hence still cost. Each answer is billed for
 * the whole conversation before it, so that later ones cost more than early ones: what is left is asked for by how many answers
 * there were. Pure; USD.
 */

/** One call: what it had cost as each of its answers was billed, the first of them first, and in the end. */
export interface CostPath {
  readonly answersUsd: readonly number[];
  readonly totalUsd: number;
}

/** What is still to come: on average, and how far it may lie from that. */
export interface Outlook {
  readonly meanUsd: number;
  readonly variance: number;
}

/** Calls of the run itself from which on nothing else is asked. */
const ENOUGH = 8;
/** The latest so many are kept. */
const KEPT = 200;
/** What is not known to spread is taken to spread so far, as a share of the mean. */
const LEAST_SPREAD = 0.1;
/** Answers that are told before it is said how much dearer this agent is than was expected. */
const TELLING = 3;
/** It is not believed to be more than so many times dearer, or cheaper. */
const DEARER = 20;
const UPPER = 0.9;
/** What was only expected is wrong for all calls alike: so much more is kept back for them. */
const DOUBT = 1.1;

export class CostCurve {
  private readonly own: CostPath[] = [];
  private readonly expected: readonly CostPath[];
  private next = 0;
  private toldUsd = 0;
  private expectedUsd = 0;
  private toldAnswers = 0;
  private rests: Outlook[] = [];
  private answers: number[] = [];
  private dearest = 0;
  /** What was known when the figures were made. */
  private madeOf = '';

  /** `expected`: what a call was thought to cost before there was any. */
  constructor(expected: readonly CostPath[]) {
    this.expected = expected;
  }

  /** A call has come to its end. */
  add(path: CostPath): void {
    if (this.own.length < KEPT) this.own.push(path);
    else this.own[this.next++ % KEPT] = path;
    this.madeOf = '';
  }

  /** One more answer was billed, the call's `index`th from 0. */
  told(index: number, usd: number): void {
    const expected = meanOf(this.expected.flatMap((path) => answerOf(path, index) ?? []));
    if (expected === null) return;
    this.toldUsd += usd;
    this.expectedUsd += expected;
    this.toldAnswers++;
  }

  /** Of a call of which so many answers were billed. Null: nobody knows. */
  rest(answers: number): Outlook | null {
    this.make();
    const known = this.rests[answers];
    if (known !== undefined) return known;
    // It goes on for longer than any before: one more at least, and that the dearest.
    return this.rests.length === 0 ? null : { meanUsd: this.dearest, variance: this.dearest ** 2 };
  }

  /** What its next answer costs, at an upper quantile. */
  answer(answers: number): number {
    this.make();
    return this.answers[answers] ?? this.dearest;
  }

  private make(): void {
    const { own } = this;
    const factor = own.length >= ENOUGH ? 1 : this.factor;
    const madeOf = `${own.length} ${factor}`;
    if (this.madeOf === madeOf) return;
    this.madeOf = madeOf;
    const expected = own.length >= ENOUGH ? [] : this.expected.map((path) => scaled(path, factor * DOUBT));
    const paths = [...own, ...expected];
    const longest = paths.reduce((most, { answersUsd }) => Math.max(most, answersUsd.length), 0);
    this.rests = [];
    this.answers = [];
    this.dearest = 0;
    for (let answers = 0; answers <= longest; answers++) {
      const going = paths.filter(({ answersUsd }) => answersUsd.length >= answers);
      this.rests.push(outlookOf(going.map((path) => path.totalUsd - (path.answersUsd[answers - 1] ?? 0))));
      const next = going.flatMap((path) => answerOf(path, answers) ?? []);
      const upper = upperOf(next);
      this.dearest = Math.max(this.dearest, upper);
      // Not every call has another.
      this.answers.push(going.length === 0 ? 0 : (upper * next.length) / going.length);
    }
  }

  /** How much dearer this agent's answers are than was expected; in steps, so that not each answer changes it. */
  private get factor(): number {
    if (this.toldAnswers < TELLING || this.expectedUsd <= 0) return 1;
    const factor = Math.min(DEARER, Math.max(1 / DEARER, this.toldUsd / this.expectedUsd));
    return Number(factor.toPrecision(2));
  }
}

/** What an answer cost by itself. Null: the call had none such. */
function answerOf({ answersUsd }: CostPath, index: number): number | null {
  const usd = answersUsd[index];
  return usd === undefined ? null : usd - (answersUsd[index - 1] ?? 0);
}

function scaled({ answersUsd, totalUsd }: CostPath, factor: number): CostPath {
  return { answersUsd: answersUsd.map((usd) => usd * factor), totalUsd: totalUsd * factor };
}

/** Spread as the calls spread, and at the least so far as a mean of so few can be wrong. */
export function outlookOf(values: readonly number[]): Outlook {
  const meanUsd = meanOf(values) ?? 0;
  const squares = values.reduce((sum, value) => sum + (value - meanUsd) ** 2, 0);
  const spread = values.length < 2 ? 0 : squares / (values.length - 1);
  return { meanUsd, variance: Math.max(spread, (LEAST_SPREAD * meanUsd) ** 2) };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function upperOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(UPPER * sorted.length))] ?? 0;
}
