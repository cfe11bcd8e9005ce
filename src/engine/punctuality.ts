/** What a generator knows of its own punctuality, by any clock. Cheap enough to be told of every frame. Effort is the host's: 0 where it tells none. */

import { Histogram } from '../core/log/histogram.ts';
import type { GeneratorRecord } from '../core/log/record.ts';

export class Punctuality {
  readonly sendLateness = new Histogram();
  readonly loopLag = new Histogram();
  readonly startLateness = new Histogram();
  framesSent = 0;
  framesDropped = 0;
  framesUnread = 0;
  bytesSent = 0;
  bytesReceived = 0;

  read(worker: number, atMs: number): GeneratorRecord {
    return {
      type: 'generator',
      worker,
      atMs,
      sendLateness: this.sendLateness.encode(),
      loopLag: this.loopLag.encode(),
      startLateness: this.startLateness.encode(),
      framesSent: this.framesSent,
      framesDropped: this.framesDropped,
      ...(this.framesUnread === 0 ? {} : { framesUnread: this.framesUnread }),
      bytesSent: this.bytesSent,
      bytesReceived: this.bytesReceived,
      cpuMs: 0,
      maxRssMb: 0,
    };
  }
}
