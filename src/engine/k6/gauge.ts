/** What a VU knows of its own punctuality. CPU and memory are k6's, which tells a script nothing of them. Cheap enough for every frame. */

import { Histogram } from '../../core/log/histogram.ts';
import type { GeneratorRecord } from '../../core/log/record.ts';

export class VuGauge {
  readonly sendLateness = new Histogram();
  readonly loopLag = new Histogram();
  readonly startLateness = new Histogram();
  framesSent = 0;
  framesDropped = 0;
  framesUnread = 0;
  bytesSent = 0;
  bytesReceived = 0;

  read(atMs: number): GeneratorRecord {
    return {
      type: 'generator',
      worker: 0,
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
