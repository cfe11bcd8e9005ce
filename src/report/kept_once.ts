/** Things by number; what is short, and the same as one before, is kept once. Pure. */

/** Characters: a long one is hardly ever told twice. */
const LONGEST_SHARED = 300;
/** Of a target that never says the same again, no more is remembered than this. */
const MOST_SHARED = 100_000;

/** As it can be sent to another thread. */
export interface PackedOnce<Thing> {
  readonly things: Thing[];
  readonly numbers: Map<string, number>;
}

export class KeptOnce<Thing> {
  private readonly things: Thing[];
  private readonly numbers: Map<string, number>;

  constructor({ things, numbers }: PackedOnce<Thing> = { things: [], numbers: new Map() }) {
    this.things = things;
    this.numbers = numbers;
  }

  packed(): PackedOnce<Thing> {
    return { things: this.things, numbers: this.numbers };
  }

  /** Those of another as well. Gives the number here of each of its numbers. */
  append({ things, numbers }: KeptOnce<Thing>): readonly number[] {
    const keys: string[] = [];
    for (const [key, number] of numbers) keys[number] = key;
    return things.map((thing, number) => {
      const key = keys[number];
      return key === undefined ? this.things.push(thing) - 1 : this.keep(thing, key);
    });
  }

  /** What has the same key is the same. */
  keep(thing: Thing, key = String(thing)): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.things.push(thing) - 1;
    if (key.length <= LONGEST_SHARED && this.numbers.size < MOST_SHARED) this.numbers.set(key, number);
    return number;
  }

  /** Undefined: what has this key was not kept, or not to be shared. */
  known(key: string): number | undefined {
    return this.numbers.get(key);
  }

  at(number: number): Thing {
    return this.things[number] as Thing;
  }
}
