/** What a worker knows of its own punctuality and effort. Cheap enough to be told of every frame. */

import type { GeneratorRecord } from '../../core/log/record.ts';
import { Punctuality } from '../punctuality.ts';

export class GeneratorMeter extends Punctuality {
  private readonly cpuStart = process.cpuUsage();

  /** CPU and memory are the process's: with several workers in one process only the first one reports them. */
  override read(worker: number, atMs: number): GeneratorRecord {
    const record = super.read(worker, atMs);
    if (worker !== 0) return record;
    const { user, system } = process.cpuUsage(this.cpuStart);
    return {
      ...record,
      cpuMs: (user + system) / 1000,
      maxRssMb: process.resourceUsage().maxRSS / 1024,
    };
  }
}
