/** What bench/scale.ts measured, as a file that `plan-capacity` and `doctor` take with `--measured`. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import {
  readMeasuredCosts,
  type MeasuredCosts,
  type ProtocolCost,
} from '../src/forecast/machines/measured_costs.ts';
import { failedByTarget, type Point } from './scale_point.ts';

/** Says what it did. The figures of other protocols that are in the file stay there. */
export function writeCosts(file: string, dialect: string, workers: number, points: readonly Point[]): string {
  const good = points.filter(
    (point) => point.overload.length === 0 && point.disturbed === null && failedByTarget(point) === 0,
  );
  // An agent that answers makes more work than a sink.
  const best = largest(good.filter(({ against }) => against === 'agent')) ?? largest(good);
  if (best === undefined) return `${file} is not written: nothing held undisturbed`;
  const protocol: ProtocolCost = {
    dialect,
    frameMs: best.frameMs,
    calls: best.calls,
    workers,
    coresPerCall: round(best.cpuCores / best.calls),
    heldPerWorker: Math.floor(best.calls / workers),
    sendLatenessP99Ms: round(best.sendLatenessP99Ms),
  };
  const kept = existsSync(file) ? readMeasuredCosts(readFileSync(file, 'utf8'), file) : null;
  const costs: MeasuredCosts = {
    version: 1,
    measuredOn: new Date().toISOString().slice(0, 10),
    where: `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown make'}, Node ${process.versions.node}, the simulated agent beside the generator, no TLS`,
    by: `npm run bench:scale, ${workers} workers`,
    memory: memoryOf(good) ?? kept?.memory ?? null,
    baseFiles: best.openFilesBefore,
    logBytesPerWorkerMinute: Math.round(best.logBytesPerWorkerMinute),
    protocols: [...(kept?.protocols.filter((one) => one.dialect !== dialect) ?? []), protocol],
  };
  writeFileSync(file, `${JSON.stringify(costs, null, 2)}\n`);
  return `${file}: ${best.calls} calls held beside the ${best.against}, ${protocol.coresPerCall} cores a call`;
}

function largest(points: readonly Point[]): Point | undefined {
  return [...points].sort((a, b) => b.calls - a.calls)[0];
}

/** By two numbers of calls beside the same. */
function memoryOf(points: readonly Point[]): MeasuredCosts['memory'] {
  const same = points.filter(({ against }) => against === points[0]?.against);
  const [few, many] = [same[0], same.at(-1)];
  if (few === undefined || many === undefined || few.calls === many.calls) return null;
  const perCallMb = Math.max(0, (many.rssMb - few.rssMb) / (many.calls - few.calls));
  return { baseMb: Math.round(few.rssMb - perCallMb * few.calls), perCallKb: round(perCallMb * 1024) };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
