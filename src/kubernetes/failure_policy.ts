/**
 * What a Job does when a pod fails: its share counts as failed, and that is all. No share is made again, since nobody knows which calls
 * it had made; and none is stopped for another's sake, since a share's verdict is of a part, and the merged one counts.
 */

/** Exit codes of a run that has something to say: bad usage, a verdict, the budget, a dead target, a lost output, an interruption. */
const TOLD = [1, 2, 3, 4, 5, 6, 130] as const;

export function failurePolicy(container: string): Readonly<Record<string, unknown>> {
  return {
    rules: [
      // Ignore, as one sees it elsewhere, would have a replacement dial the same calls again.
      { action: 'FailIndex', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailIndex', onExitCodes: { containerName: container, operator: 'In', values: [...TOLD] } },
      { action: 'FailIndex', onExitCodes: { containerName: container, operator: 'NotIn', values: [0] } },
    ],
  };
}

/** Beyond it the Job would end the pods that are still calling: it is never beyond it. */
export function mostFailedIndexes(shards: number): number {
  return shards;
}
