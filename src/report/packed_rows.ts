/**
 * Rows of numbers, kept in as few bytes as they need without losing a bit: nothing where there is none, one or two bytes for
 * small whole numbers, a double for the rest. What is kept of an hour's turns and calls is mostly the former. Rows are never
 * changed; each is found by the place that it was given. Pure.
 */

/** How a number is kept, in two bits: not at all, as one byte, as two, as a double. */
const BYTES = [0, 1, 2, 8] as const;
const ABSENT = 0;
const BYTE = 1;
const SHORT = 2;
const DOUBLE = 3;

/** As nearly every processor has them: nothing is to be turned round. */
const LITTLE = true;

/** Of one block of memory; a row lies in one block. */
const BLOCK = 1 << 16;

/** As they can be sent to another thread. */
export interface RowBlocks {
  readonly blocks: readonly ArrayBuffer[];
  /** Of the last of them. */
  readonly used: number;
}

/** Rows that came from elsewhere, by the places that they have here, and what makes their numbers these. */
interface Foreign {
  readonly from: number;
  readonly until: number;
  readonly translate: Translate;
}

/** Of a row that was read, as far as it was. */
export type Translate = (row: Float64Array, columns: number) => void;

export class PackedRows {
  private readonly foreign: Foreign[] = [];
  private readonly blocks: DataView<ArrayBuffer>[];
  private used: number;
  /** Numbers a row. */
  private readonly width: number;
  /** Bytes before a row's numbers: how each is kept. */
  private readonly head: number;

  constructor(width: number, { blocks, used }: RowBlocks = { blocks: [], used: BLOCK }) {
    this.blocks = blocks.map((block) => new DataView(block));
    this.used = used;
    this.width = width;
    this.head = Math.ceil(width / 4);
    if (this.head + width * 8 > BLOCK) throw new RangeError(`a row of ${width} numbers is too long`);
  }

  /** Throws where some of them came from elsewhere: what is sent is whole by itself. */
  packed(): RowBlocks {
    if (this.foreign.length > 0) throw new Error('rows from elsewhere are sent by whoever packed them');
    return { blocks: this.blocks.map(({ buffer }) => buffer), used: this.used };
  }

  /**
   * The rows of another as well, where they lie: none is packed anew. Gives by how much further each lies here. `translating` is told
   * that, and gives what each row goes through whenever it is read.
   */
  append(other: PackedRows, translating: (by: number) => Translate): number {
    const by = this.blocks.length * BLOCK;
    this.blocks.push(...other.blocks);
    this.used = BLOCK;
    const until = this.blocks.length * BLOCK;
    this.foreign.push({ from: by, until, translate: translating(by) });
    return by;
  }

  /** NaN: none. Gives the row's place. */
  add(row: Float64Array): number {
    if (this.used + this.head + this.width * 8 > BLOCK) {
      this.blocks.push(new DataView(new ArrayBuffer(BLOCK)));
      this.used = 0;
    }
    const block = this.blocks.at(-1) as DataView<ArrayBuffer>;
    const start = this.used;
    let at = start + this.head;
    let kinds = 0;
    for (let column = 0; column < this.width; column++) {
      const value = row[column] as number;
      const how = howToKeep(value);
      kinds |= how << ((column & 3) * 2);
      if ((column & 3) === 3) {
        block.setUint8(start + (column >> 2), kinds);
        kinds = 0;
      }
      if (how === BYTE) block.setUint8(at, value);
      else if (how === SHORT) block.setUint16(at, value, LITTLE);
      else if (how === DOUBLE) block.setFloat64(at, value, LITTLE);
      at += BYTES[how];
    }
    if ((this.width & 3) !== 0) block.setUint8(start + (this.width >> 2), kinds);
    this.used = at;
    return (this.blocks.length - 1) * BLOCK + start;
  }

  /** The first `columns` numbers of a row, or all of them. */
  read(place: number, into: Float64Array, columns = this.width): void {
    const block = this.blocks[Math.floor(place / BLOCK)] as DataView;
    const start = place % BLOCK;
    let at = start + this.head;
    let kinds = 0;
    for (let column = 0; column < columns; column++) {
      if ((column & 3) === 0) kinds = block.getUint8(start + (column >> 2));
      switch (kinds & 3) {
        case ABSENT:
          into[column] = Number.NaN;
          break;
        case BYTE:
          into[column] = block.getUint8(at);
          at += 1;
          break;
        case SHORT:
          into[column] = block.getUint16(at, LITTLE);
          at += 2;
          break;
        default:
          into[column] = block.getFloat64(at, LITTLE);
          at += 8;
      }
      kinds >>= 2;
    }
    if (this.foreign.length > 0) this.translate(place, into, columns);
  }

  private translate(place: number, into: Float64Array, columns: number): void {
    const found = this.foreign.findLast(({ from, until }) => place >= from && place < until);
    found?.translate(into, columns);
  }
}

function howToKeep(value: number): 0 | 1 | 2 | 3 {
  if (Number.isNaN(value)) return ABSENT;
  const whole = value & 0xffff;
  // Below zero there is one that is not told from zero by its size.
  if (whole !== value || (whole === 0 && 1 / value < 0)) return DOUBLE;
  return whole <= 0xff ? BYTE : SHORT;
}

/** None, as a row has it: a list of doubles would take null for 0. */
export function orNaN(value: number | null | undefined): number {
  return value ?? Number.NaN;
}

/** What was kept as none is null again. */
export function orNull(row: Float64Array, column: number): number | null {
  const value = row[column] as number;
  return Number.isNaN(value) ? null : value;
}
