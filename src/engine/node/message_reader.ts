/**
 * Finds the messages in what a connection reads, where it was read, so that one that comes whole is not copied: RFC 6455, section
 * 5.2. It takes unfragmented messages of an ordinary size, pongs that come whole, and nothing else: every other frame, and every wrong
 * one with all that follows, is handed on byte by byte for the WebSocket's own reader to judge.
 */

const FINAL = 0x80;
const RESERVED = 0x70;
const OPCODE = 0x0f;
const MASKED = 0x80;
const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const PING = 9;
const PONG = 10;
const LONGEST_HEADER = 10;
const EMPTY = Buffer.alloc(0);
/** Longer ones are rare, and what only says that it will be long shall take no memory. */
const LONGEST_MESSAGE = 256 << 10;

export interface MessageOwner {
  /** Only good until this returns. */
  message(bytes: Buffer, binary: boolean): void;
  /** A pong has come, and come whole; what is in it nobody asks. */
  ponged(): void;
  /** In its order among the messages; a copy. */
  other(bytes: Buffer): void;
}

export class MessageReader {
  private readonly owner: MessageOwner;
  /** What has come of a header that is not whole yet. */
  private readonly header = Buffer.alloc(LONGEST_HEADER);
  private headed = 0;
  /** So much of it the WebSocket has. */
  private headPassed = 0;
  /** A message that did not come in one piece, as far as it came. */
  private partial: Buffer | null = null;
  private filled = 0;
  /** It is of bytes, not of text. */
  private binary = false;
  /** Bytes still to come of a frame that is handed on. */
  private otherLeft = 0;
  /** In the middle of a message in several frames. */
  private fragmented = false;
  private over = false;

  constructor(owner: MessageOwner) {
    this.owner = owner;
  }

  /** Whatever comes is handed on. */
  stop(): void {
    this.over = true;
  }

  /** The WebSocket has these bytes already: they count, and are not handed on. */
  passed(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) {
      const skipped = Math.min(this.otherLeft, bytes.length - at);
      this.otherLeft -= skipped;
      at += skipped;
      if (skipped > 0) continue;
      this.header[this.headed++] = bytes[at++] as number;
      this.headPassed = this.headed;
      if (this.headed === headerBytes(this.header, this.headed)) this.handOn();
    }
  }

  /** What was read next: the first so many bytes. */
  take(bytes: Buffer, length: number): void {
    let at = 0;
    while (at < length) {
      if (this.over) {
        this.owner.other(copyOf(bytes, at, length));
        return;
      }
      if (this.partial !== null) at = this.fill(this.partial, bytes, at, length);
      else if (this.otherLeft > 0) {
        const end = Math.min(length, at + this.otherLeft);
        this.otherLeft -= end - at;
        this.owner.other(copyOf(bytes, at, end));
        at = end;
      } else at = this.begin(bytes, at, length);
    }
  }

  /** A frame begins, or goes on within its header. */
  private begin(bytes: Buffer, at: number, length: number): number {
    const { header } = this;
    // The usual: all of it is here.
    if (this.headed === 0 && length - at >= 2) {
      const first = bytes[at] as number;
      const second = bytes[at + 1] as number;
      const from = at + (second === 126 ? 4 : 2);
      const isWhole = second <= 126 && from <= length;
      const to = isWhole && second === 126 ? from + bytes.readUInt16BE(at + 2) : from + second;
      if (isWhole && to <= length) {
        if (this.isMessage(first)) {
          this.owner.message(bytes.subarray(from, to), first === (FINAL | BINARY));
          return to;
        }
        if (first === (FINAL | PONG) && second < 126) {
          this.owner.ponged();
          return to;
        }
      }
    }
    header[this.headed++] = bytes[at] as number;
    if (this.headed < headerBytes(header, this.headed)) return at + 1;
    const payload = payloadBytes(header);
    const mine = this.headPassed === 0 && this.isMessage(header[0] as number);
    if (!mine || (header[1] as number) >= MASKED || payload > LONGEST_MESSAGE) {
      this.owner.other(copyOf(header, this.headPassed, this.headed));
      this.handOn();
      return at + 1;
    }
    this.headed = 0;
    this.binary = (header[0] as number) === (FINAL | BINARY);
    if (payload === 0) this.owner.message(EMPTY, this.binary);
    else {
      this.partial = Buffer.allocUnsafe(payload);
      this.filled = 0;
    }
    return at + 1;
  }

  private fill(partial: Buffer, bytes: Buffer, at: number, length: number): number {
    const end = Math.min(length, at + partial.length - this.filled);
    bytes.copy(partial, this.filled, at, end);
    this.filled += end - at;
    if (this.filled === partial.length) {
      this.partial = null;
      this.owner.message(partial, this.binary);
    }
    return end;
  }

  /** By its first byte: final, of text or binary data, and in its place. */
  private isMessage(first: number): boolean {
    return (first === (FINAL | TEXT) || first === (FINAL | BINARY)) && !this.fragmented;
  }

  /** The frame whose header is whole is not taken. What the next ones are depends on it; behind a wrong one nothing is any. */
  private handOn(): void {
    const first = this.header[0] as number;
    const second = this.header[1] as number;
    const opcode = first & OPCODE;
    const final = (first & FINAL) !== 0;
    this.otherLeft = payloadBytes(this.header);
    this.headed = 0;
    this.headPassed = 0;
    const isData = opcode <= BINARY;
    const inPlace = isData
      ? this.fragmented === (opcode === CONTINUATION)
      : final && (second & ~MASKED) < 126 && (opcode === PING || opcode === PONG);
    if ((first & RESERVED) !== 0 || second >= MASKED || !inPlace) this.over = true;
    else if (isData) this.fragmented = !final;
  }
}

/** As far as its first bytes tell. */
function headerBytes(header: Buffer, known: number): number {
  if (known < 2) return 2;
  const second = header[1] as number;
  // A masked frame of a server's is wrong, and its key is the payload's first bytes.
  const length = second & ~MASKED;
  return length < 126 ? 2 : length === 126 ? 4 : LONGEST_HEADER;
}

function payloadBytes(header: Buffer): number {
  const second = header[1] as number;
  const length = second & ~MASKED;
  const key = second >= MASKED ? 4 : 0;
  if (length < 126) return length + key;
  return (length === 126 ? header.readUInt16BE(2) : Number(header.readBigUInt64BE(2))) + key;
}

function copyOf(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes.subarray(from, to));
}
