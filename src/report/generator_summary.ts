/** How well the generator kept up, as summary.json tells it, in ms unless the name says otherwise. Only shapes. */

export interface GeneratorSummary {
  readonly sendLateness: Lateness;
  readonly loopLag: Lateness;
  readonly startLateness: Lateness;
  readonly frames: number;
  readonly dropped: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly cpuCores: number | null;
  readonly rssMb: number;
  readonly workers: readonly WorkerSummary[];
  readonly saturated: boolean;
  readonly reasons: readonly string[];
}

export interface Lateness {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface WorkerSummary {
  readonly worker: number;
  readonly frames: number;
  readonly dropped: number;
  readonly sendLatenessP99: number | null;
  readonly loopLagP99: number | null;
  readonly cpuMs: number;
  readonly maxRssMb: number;
}
