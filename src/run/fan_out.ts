/** Feeds several sinks as if they were one, and keeps each from doing harm: to the run, to the others, to the end. */

import type { UsedSoFar } from '../core/log/call_report.ts';
import type { FooterRecord, GeneratorRecord, HeaderRecord } from '../core/log/record.ts';
import type { EventRecord, RunControl, Sink, SinkTrouble } from './sink.ts';

/** A sink that has not ended by then is given up. */
const END_WITHIN_MS = 10_000;

export class FanOut {
  private fed: readonly Sink[];
  private readonly told: SinkTrouble[] = [];
  private readonly endWithinMs: number;

  constructor(sinks: readonly Sink[], endWithinMs = END_WITHIN_MS) {
    this.fed = sinks;
    this.endWithinMs = endWithinMs;
  }

  /** What failed, in that order; each sink at most once. */
  get troubles(): readonly SinkTrouble[] {
    return this.told;
  }

  begin(header: HeaderRecord, control: RunControl): void {
    for (const sink of this.fed) this.feed(sink, () => sink.begin?.(header, control));
  }

  record(record: EventRecord, line?: string): void {
    for (const sink of this.fed) this.feed(sink, () => sink.record?.(record, line));
  }

  gauge(gauge: GeneratorRecord): void {
    for (const sink of this.fed) this.feed(sink, () => sink.gauge?.(gauge));
  }

  used(used: UsedSoFar): void {
    for (const sink of this.fed) this.feed(sink, () => sink.used?.(used));
  }

  /** All at once; resolves when each has ended, failed or run out of time. Never rejects. */
  async end(footer: FooterRecord): Promise<void> {
    await Promise.all(
      this.fed.map(async (sink) => {
        let timer: NodeJS.Timeout | undefined;
        const tooLate = new Promise<never>((_, reject) => {
          const message = `it did not end within ${this.endWithinMs / 1000} s`;
          timer = setTimeout(() => reject(new Error(message)), this.endWithinMs);
        });
        try {
          await Promise.race([sink.end?.(footer), tooLate]);
        } catch (error) {
          this.give(sink, error);
        } finally {
          clearTimeout(timer);
        }
      }),
    );
  }

  private feed(sink: Sink, pass: () => unknown): void {
    try {
      const returned = pass();
      // An async method where a plain one was asked for: its failure would else end the process.
      if (returned instanceof Promise) returned.catch((error: unknown) => this.give(sink, error));
    } catch (error) {
      this.give(sink, error);
    }
  }

  private give(sink: Sink, error: unknown): void {
    if (!this.fed.includes(sink)) return;
    this.fed = this.fed.filter((other) => other !== sink);
    this.told.push({
      sink: sink.name,
      message: error instanceof Error ? error.message : String(error),
      error,
    });
  }
}
