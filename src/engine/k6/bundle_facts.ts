/** What `callstorm bundle` writes beside plan and audio for the script: how many VUs make the calls, and where all of it came from. */

export interface BundleFacts {
  readonly version: 1;
  /** Over all instances; each makes every n-th call. */
  readonly vus: number;
  /** The scenario's file as it was named. */
  readonly file?: string;
  /** Callstorm's version. */
  readonly callstorm: string;
  /** k6's, where somebody asked it. */
  readonly k6?: string;
  /** What to type to do it again. */
  readonly command: string;
}
