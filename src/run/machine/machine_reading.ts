/** What was read of the machine that is to make calls. Null: this system does not tell, or it could not be read; never that there is no limit. */

export interface MachineReading {
  readonly platform: string;
  readonly kernel: string;
  readonly node: string;
  readonly cores: {
    readonly online: number;
    /** By which a run divides itself where nobody says otherwise. */
    readonly nodeCounts: number;
    /** What the control group lets it use. Null: no quota was found. */
    readonly quota: number | null;
    /** While the clocks were probed. Null: it could not be read. */
    readonly taken: CoresTaken | null;
  };
  readonly memory: {
    readonly totalMb: number;
    readonly availableMb: number;
    /** Of the control group. Null: none was found. */
    readonly limitMb: number | null;
  };
  readonly files: { readonly soft: number; readonly hard: number; readonly open: number | null } | null;
  readonly ports: {
    readonly from: number;
    readonly to: number;
    /** 0: never, 1: always, 2: on the loopback alone. Null: it could not be read. */
    readonly reuse: number | null;
    readonly waiting: number | null;
  } | null;
  /** Bytes, least, at first, and at the most, of a connection. */
  readonly buffers: { readonly receive: readonly number[]; readonly send: readonly number[] } | null;
  readonly conntrack: { readonly most: number; readonly now: number | null } | null;
  readonly clock: ClockReading;
  readonly disk: { readonly folder: string; readonly freeMb: number | null };
  readonly tools: readonly FoundTool[];
}

/** Of all cores' time, between 0 and 1. */
export interface CoresTaken {
  /** By anything that runs here, this process with it. */
  readonly busy: number;
  /** By other machines of the same host. */
  readonly stolen: number;
}

export interface ClockReading {
  readonly source: string | null;
  /** Whether somebody says that the time of day is kept right. */
  readonly synchronised: boolean | null;
  /** The smallest step that was seen of the monotonic clock. */
  readonly stepUs: number;
  /** By how much the time of day went faster than the monotonic clock. */
  readonly driftPpm: number;
  /** How long after it was due a timer came, over so long. */
  readonly late: { readonly p50Ms: number; readonly p99Ms: number; readonly mostMs: number };
  readonly overMs: number;
}

export interface FoundTool {
  readonly name: 'k6' | 'kubectl' | 'go' | 'chromium';
  /** Null: it is not there. */
  readonly path: string | null;
  /** As it says itself. Null: it was not asked, or said nothing. */
  readonly version: string | null;
}
