/** The generator's own figures. Its workers tell them since their beginning: what is counted is what was added to them. */

import type { GeneratorRecord } from '../core/log/record.ts';
import { mergedOf } from '../report/generator.ts';
import type { CounterName } from './meter_catalogue.ts';
import type { Meters } from './meters.ts';

type Totals = Extract<
  CounterName,
  | 'frames_sent'
  | 'frames_dropped'
  | 'frames_unread'
  | 'sent_bytes'
  | 'received_bytes'
  | 'generator_cpu_seconds'
>;

const totals = {
  frames_sent: (record) => record.framesSent,
  frames_dropped: (record) => record.framesDropped,
  frames_unread: (record) => record.framesUnread ?? 0,
  sent_bytes: (record) => record.bytesSent,
  received_bytes: (record) => record.bytesReceived,
  generator_cpu_seconds: (record) => record.cpuMs / 1000,
} as const satisfies Readonly<Record<Totals, (record: GeneratorRecord) => number>>;

const names = Object.keys(totals) as readonly Totals[];

export class GeneratorMeters {
  private readonly meters: Meters;
  private readonly last = new Map<number, GeneratorRecord>();

  constructor(meters: Meters) {
    this.meters = meters;
    for (const name of names) meters.add(name, 0, {});
  }

  add(record: GeneratorRecord): void {
    const before = this.last.get(record.worker);
    if (before !== undefined && before.atMs > record.atMs) return;
    this.last.set(record.worker, record);
    for (const name of names) {
      const more = totals[name](record) - (before === undefined ? 0 : totals[name](before));
      if (more > 0) this.meters.add(name, more, {});
    }
  }

  collect(): void {
    const records = [...this.last.values()];
    if (records.length === 0) return;
    this.meters.keep('send_lateness_seconds', mergedOf(records, 'sendLateness'));
    this.meters.keep('start_lateness_seconds', mergedOf(records, 'startLateness'));
    this.meters.keep('loop_lag_seconds', mergedOf(records, 'loopLag'));
    // Each worker tells of the whole process.
    const mostMb = Math.max(...records.map(({ maxRssMb }) => maxRssMb));
    this.meters.set('generator_memory_bytes', mostMb * 2 ** 20, {});
  }
}
