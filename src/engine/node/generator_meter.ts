/** What a worker knows of its own punctuality and effort. Cheap enough to be told of every frame. */

import { Histogram } from '../../core/log/histogram.ts';
import type { GeneratorRecord } from '../../core/log/record.ts';

export class GeneratorMeter {
  readonly sendLateness = new Histogram();
  readonly loopLag = new Histogram();
  readonly startLateness = new Histogram();
  framesSent = 0;
  framesDropped = 0;
  framesUnread = 0;
  bytesSent = 0;
  bytesReceived = 0;
  private readonly cpuStart = process.cpuUsage();

  /** CPU and memory are the process's: with several workers in one process only the first one reports them. */
  read(worker: number, atMs: number): GeneratorRecord {
    const cpu = process.cpuUsage(this.cpuStart);
    const first = worker === 0;
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
      cpuMs: first ? (cpu.user + cpu.system) / 1000 : 0,
      maxRssMb: first ? process.resourceUsage().maxRSS / 1024 : 0,
    };
  }
}
