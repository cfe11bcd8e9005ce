/** The text that Prometheus reads, taken apart: by name and labels, as somebody would ask for it. */

import type { LogRecord } from '../../src/core/log/record.ts';
import type { HeaderRecord } from '../../src/core/log/record.ts';
import { PrometheusMeters } from '../../src/telemetry/prometheus_meters.ts';
import { RunMeters } from '../../src/telemetry/run_meters.ts';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] =
        /^([a-z_:][a-z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\]|\\.)*",?)*)\})? (\S+)$/i.exec(line) ?? [];
      if (name === '') throw new Error(`not a sample: ${line}`);
      const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/gi)].map(
        ([, key = '', escaped = '']) => [key, escaped] as const,
      );
      return { name, labels: Object.fromEntries(pairs), value: Number(value.replace('+Inf', 'Infinity')) };
    });
}

/** Of all whose labels are among others these; undefined: there is none. */
export function total(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}

/** What would be served at the end of such a log. */
export async function served(records: readonly LogRecord[]): Promise<string> {
  const header = records.find((record): record is HeaderRecord => record.type === 'header');
  if (header === undefined) throw new Error('no header');
  const meters = new PrometheusMeters(header.judgement);
  const run = new RunMeters(meters, header, () => 0);
  for (const record of records) {
    if (record.type === 'footer') run.end(record);
    else if (record.type !== 'header') run.record(record);
  }
  run.collect();
  return meters.registry.metrics();
}
