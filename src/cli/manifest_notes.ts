/** What to do with a manifest, and what may surprise: said beside it, never in it. */

import { looksSecret, namesSecret, withoutSecrets } from '../core/word/secret.ts';
import { shellWord } from '../core/word/shell_word.ts';
import { partOf } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';
import { estimatePlan } from '../forecast/estimate.ts';
import { APPLIED_BYTES } from '../kubernetes/plan_map.ts';
import type { ScriptedRun } from '../kubernetes/scripted_run.ts';
import type { ClusterRun, ShardedRun } from '../kubernetes/sharded_run.ts';
import { plural } from '../report/figure.ts';
import type { ManifestOptions } from './manifest_options.ts';
import type { ManifestRun } from './manifest_run.ts';

/** Of a call, and of each thing that is said in it, as the sample report's log has them. */
const LOG_BYTES = { call: 1000, said: 1300 } as const;
/** A node keeps so much of what a container prints before it begins another file, and `kubectl logs` reads the last one alone. */
const KEPT_LOG_BYTES = 10 * 1024 * 1024;

export function manifestNotes({ sharded, plan }: ManifestRun, options: ManifestOptions): readonly string[] {
  const { name, log, runId } = sharded;
  const kubectl = kubectlOf(sharded);
  const ended = `until ${kubectl} get job ${name} -o jsonpath='{.status.conditions[*].type}' | grep -Eq 'Complete|Failed'; do sleep 5; done`;
  const report = `--out reports/${runId}`;
  const merged = {
    stdout: `${kubectl} logs -l batch.kubernetes.io/job-name=${name} --tail=-1 | callstorm merge - ${report}`,
    claim: `callstorm merge ${runId}/share-* ${report}    # where the volume is mounted`,
    url: `callstorm merge logs/${runId}-*.ndjson.gz ${report}    # once what was sent is fetched into logs`,
  }[log.to];
  const warnings = [...warningsOf(sharded, plan), ...jobWarnings(sharded, plan, options)];
  return [...warnings.map((text) => `warning ${text}`), ...nextOf(sharded, options, [ended, merged])];
}

export function scriptNotes(run: ScriptedRun, plan: Plan, options: ManifestOptions): readonly string[] {
  const { name, runId } = run;
  const kubectl = kubectlOf(run);
  const ended = `until ${kubectl} get testrun ${name} -o jsonpath='{.status.stage}' | grep -Eq 'finished|stopped|error'; do sleep 5; done`;
  const merged = `${kubectl} logs -l k6_cr=${name},runner=true --tail=-1 | callstorm merge - --out reports/${runId}`;
  return [
    ...warningsOf(run, plan).map((text) => `warning ${text}`),
    ...nextOf(run, options, [ended, merged]),
  ];
}

function kubectlOf({ namespace }: ClusterRun): string {
  return `kubectl${namespace === undefined ? '' : ` -n ${namespace}`}`;
}

function nextOf(run: ClusterRun, { out }: ManifestOptions, then: readonly string[]): readonly string[] {
  const kubectl = kubectlOf(run);
  const literals = run.secrets.map((variable) => ` --from-literal=${variable}="$${variable}"`).join('');
  const secret = `${kubectl} create secret generic ${run.secret}${literals}    # once`;
  return [
    'Next:',
    ...(run.secrets.length === 0 ? [] : [`  ${secret}`]),
    `  ${kubectl} create -f ${out === undefined ? '-' : shellWord(out)}`,
    ...then.map((line) => `  ${line}`),
  ];
}

/** Of any run in a cluster. */
function warningsOf({ image, env }: ClusterRun, plan: Plan): readonly string[] {
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!namesSecret(name) && !looksSecret(value) && withoutSecrets(value) === value) continue;
    warnings.push(
      `${name} may be a key, and stands in the manifest for everybody to read: what the scenario names comes from the Secret`,
    );
  }
  if (!/@sha256:/.test(image) && !/:(?!latest$)[\w.-]+$/.test(image)) {
    warnings.push(`${image} may be another image tomorrow, or on another node: name a version, or a digest`);
  }
  if (withoutSecrets(plan.target.url) !== plan.target.url) {
    warnings.push(
      'the target’s address may have a key in it, and stands in the manifest for everybody to read: name the key’s variable in the scenario (target.query: {name: {env: NAME}})',
    );
  }
  return warnings;
}

function jobWarnings(
  { shards, log, plan: { source } }: ShardedRun,
  plan: Plan,
  { startAt }: ManifestOptions,
): readonly string[] {
  const warnings: string[] = [];
  if (startAt === undefined && shards > 1) {
    warnings.push('each pod begins when it comes up: --start-at 5m has all of them begin together');
  }
  const perShare = partOf(estimatePlan(plan).calls, { of: shards, share: 0 }) * logBytesOfCall(plan);
  if (log.to === 'stdout' && perShare > KEPT_LOG_BYTES) {
    const megabytes = Math.round(perShare / 1e6);
    warnings.push(
      `a share’s log comes to about ${megabytes} MB, and a node keeps 10 MiB of what a pod prints: have more shards, or --log-to claim:NAME`,
    );
  }
  if (source.from === 'config_map' && source.contents.length > APPLIED_BYTES / 2) {
    warnings.push(
      `the plan is in a ConfigMap of ${plural(Math.ceil(source.contents.length / 1024), 'KiB')}: kubectl apply has no room for it without --server-side`,
    );
  }
  return warnings;
}

function logBytesOfCall({ callers }: Plan): number {
  const said = callers.map(({ steps }) => steps.filter(({ op }) => op === 'say').length);
  return LOG_BYTES.call + LOG_BYTES.said * Math.max(0, ...said);
}
