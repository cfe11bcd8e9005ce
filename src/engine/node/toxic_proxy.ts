/**
 * A bad network under one connection: a TCP proxy without a port, between the WebSocket (or its TLS) and the real socket. Bytes
 * pass when the pure link says so; where it ends the connection, that is done for real: a reset is a TCP RST. Only calls
 * that have toxics have one; to all others it costs nothing.
 */

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Link } from '../../network/link.ts';
import type { Clock } from './monotonic_clock.ts';
import { ToxicPump } from './toxic_pump.ts';
import { Alarm, type Wheel } from './wheel.ts';

export interface ProxySurroundings {
  readonly wheel: Wheel;
  readonly now: Clock;
}

export class ToxicProxy extends Duplex {
  private readonly raw: Socket;
  private readonly link: Link;
  private readonly around: ProxySurroundings;
  private readonly up: ToxicPump;
  private readonly down: ToxicPump;
  private readonly endAlarm = new Alarm(() => this.endByNetwork());
  /** Told once what was last written may be followed by more. */
  private written: (() => void) | null = null;
  private finished: (() => void) | null = null;
  private upEnded = false;
  private over = false;

  /** `raw`: to the target, or to whatever the way to it begins with; where the link refuses, one that goes nowhere. */
  constructor(raw: Socket, link: Link, around: ProxySurroundings) {
    super({ allowHalfOpen: true });
    this.raw = raw;
    this.link = link;
    this.around = around;
    const changed = (): void => this.awaitEnd();
    this.up = new ToxicPump(link.up, around, {
      write: (data) => raw.write(data),
      end: () => this.endUp(),
      room: () => this.makeRoom(),
      changed,
    });
    this.down = new ToxicPump(link.down, around, {
      write: (data) => this.push(data),
      end: () => this.push(null),
      room: () => raw.resume(),
      changed,
    });
    this.awaitEnd();
    if (link.refused) {
      this.up.stop();
      return;
    }
    raw.setNoDelay(true);
    raw.on('drain', () => this.up.resume());
    raw.on('data', (chunk: Buffer) => {
      if (!this.down.take(chunk)) raw.pause();
    });
    raw.on('end', () => this.down.finish(link.closeMs('downstream', around.now())));
    raw.on('error', (error) => this.destroy(error));
    // What came before still comes; only a socket that never says its end is over at once.
    raw.on('close', () => {
      if (!raw.readableEnded) this.destroy();
    });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.up.take(chunk)) done();
    else this.written = done;
  }

  override _read(): void {
    this.down.resume();
  }

  override _final(done: () => void): void {
    if (this.upEnded) {
      done();
      return;
    }
    this.finished = done;
    this.up.finish(this.link.closeMs('upstream', this.around.now()));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.over = true;
    this.up.stop();
    this.down.stop();
    this.around.wheel.set(this.endAlarm, Infinity);
    this.raw.destroy();
    this.finished?.();
    done(error);
  }

  private makeRoom(): void {
    const done = this.written;
    this.written = null;
    done?.();
  }

  private endUp(): void {
    this.upEnded = true;
    this.raw.end();
    const done = this.finished;
    this.finished = null;
    done?.();
  }

  private awaitEnd(): void {
    if (this.over) return;
    const atMs = this.link.refused ? this.around.now() : this.link.end?.atMs;
    this.around.wheel.set(this.endAlarm, atMs ?? Infinity);
  }

  private endByNetwork(): void {
    if (this.over) return;
    const { link, raw } = this;
    link.carriedOut(this.around.now());
    if (link.refused) this.destroy(broken('ECONNREFUSED'));
    else if (link.end?.how === 'reset') {
      raw.resetAndDestroy();
      this.destroy(broken('ECONNRESET'));
    } else {
      const atMs = link.end?.atMs ?? 0;
      this.up.cut(atMs);
      this.down.cut(atMs);
    }
  }
}

function broken(code: 'ECONNREFUSED' | 'ECONNRESET'): Error {
  return Object.assign(new Error(`${code} on purpose`), { code });
}
