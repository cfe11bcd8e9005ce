/**
 * What a manifest is made of: a plan, cut into shares, each of which a pod makes; where pods find the plan, and where their logs go.
 * Everything in it has been checked; what is written from it is the same each time.
 */

/** Where pods find the plan. */
export type PlanSource =
  /** In the manifest itself, as the contents of the file. */
  | { readonly from: 'config_map'; readonly contents: Uint8Array }
  /** On a volume that is there already. */
  | { readonly from: 'claim'; readonly claim: string; readonly path: string }
  /** In the image, at this path. */
  | { readonly from: 'image'; readonly path: string };

/** Where a share's log goes. */
export type LogDestination =
  | { readonly to: 'stdout' }
  /** A volume that all pods may write to at once: a folder for each share. */
  | { readonly to: 'claim'; readonly claim: string }
  /** A bucket, or an address that takes a PUT: sent there once it is whole. */
  | { readonly to: 'url'; readonly url: string };

/** As Kubernetes writes quantities: `500m`, `2`, `1Gi`. */
export interface PodResources {
  readonly cpu: string;
  readonly memory: string;
}

/** What a run in a cluster is, whatever makes its calls. */
export interface ClusterRun {
  /** Of its objects. */
  readonly name: string;
  /** Absent: that of whoever applies it. */
  readonly namespace?: string;
  /** How many pods share the calls. */
  readonly shards: number;
  readonly image: string;
  readonly resources: PodResources;
  readonly plan: {
    /** SHA-256, hex. */
    readonly id: string;
    /** Of its scenario, as its author wrote it. */
    readonly scenario: string;
  };
  readonly runId: string;
  /** Environment variables that the plan names: each a key of the Secret. */
  readonly secrets: readonly string[];
  /** Name of the Secret. */
  readonly secret: string;
  /** More of the environment, in the open. */
  readonly env: Readonly<Record<string, string>>;
  /** Of Callstorm. */
  readonly version: string;
}

/** As a Job of Callstorm's own. */
export interface ShardedRun extends ClusterRun {
  readonly plan: ClusterRun['plan'] & {
    /** Name of the file that holds it, where the manifest does. */
    readonly file: string;
    readonly source: PlanSource;
  };
  /** What more `callstorm run` is told, as a person would type it. */
  readonly options: readonly string[];
  readonly log: LogDestination;
  /** Environment variables that a log is sent by where the Secret has them. */
  readonly optionalSecrets: readonly string[];
}
