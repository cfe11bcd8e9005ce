/** What `callstorm manifest` is told, and what is wrong with it: one error for each value, with the way out. */

import { InvalidArgumentError, Option, type Command } from 'commander';
import { visible } from '../core/word/visible.ts';
import { isObjectName } from '../kubernetes/object_name.ts';
import { podResources } from '../kubernetes/quantity.ts';
import type { LogDestination, PodResources } from '../kubernetes/sharded_run.ts';
import type { PlanOptions } from './options.ts';
import { upTo } from './options.ts';
import { runId, startAt } from './share_option.ts';

/** Where pods find the plan, as it was asked for. */
export type PlanPlace =
  | { readonly from: 'config_map' }
  | { readonly from: 'claim'; readonly claim: string; readonly path?: string }
  | { readonly from: 'image'; readonly path?: string };

export interface ManifestOptions extends PlanOptions {
  readonly for: 'job' | 'k6-operator';
  readonly shards: number;
  readonly image: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly runId?: string;
  readonly startAt?: number;
  readonly target?: string;
  readonly resources: PodResources;
  readonly planFrom: PlanPlace;
  readonly logTo: LogDestination;
  readonly secret: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly out?: string;
}

/** More pods than anybody starts for one run; Kubernetes itself asks for more of a Job beyond 100,000. */
const MOST_SHARDS = 10_000;
/** One event loop, and the recordings of a large scenario several times over. */
const RESOURCES: PodResources = { cpu: '1', memory: '512Mi' };
const SECRET = 'callstorm-keys';

export function manifestOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--for <what>',
        'what makes the calls: a Job of Callstorm’s own, or a TestRun of k6’s operator',
      )
        .choices(['job', 'k6-operator'])
        .default('job'),
    )
    .requiredOption('--shards <n>', 'how many pods share the calls', upTo(MOST_SHARDS))
    .requiredOption(
      '--image <name>',
      'the image that has callstorm in it (deploy/Dockerfile); for k6-operator, k6’s own',
      image,
    )
    .option('--name <name>', 'what the Job is called (default: by the scenario and --run-id)', objectName)
    .option('--namespace <name>', 'where it belongs (default: that of whoever applies it)', objectName)
    .option('--run-id <name>', 'what the run is called in its logs (default: the Job’s name)', runId)
    .option(
      '--start-at <time>',
      'when all pods begin: 2026-12-01T03:00:00Z, or 5m from now (default: each when it comes up)',
      startAt,
    )
    .option('--target <url>', 'a ws:// or wss:// URL in place of the plan’s')
    .addOption(
      new Option('--resources <cpu=…,memory=…>', 'what each pod asks for')
        .argParser(resources)
        .default(RESOURCES, `cpu=${RESOURCES.cpu},memory=${RESOURCES.memory}`),
    )
    .addOption(
      new Option(
        '--plan-from <place>',
        'where pods find the plan: configmap, claim:NAME/path of a volume that has it, or image:/path',
      )
        .argParser(planPlace)
        .default({ from: 'config_map' }, 'configmap'),
    )
    .addOption(
      new Option(
        '--log-to <place>',
        'where each pod’s log goes: stdout, claim:NAME (a volume that all pods may write to), or s3://bucket/folder/ or https://… (docs/ci.md)',
      )
        .argParser(logDestination)
        .default({ to: 'stdout' }, 'stdout'),
    )
    .addOption(
      new Option('--secret <name>', 'the Secret that has the environment variables which the plan names')
        .argParser(objectName)
        .default(SECRET),
    )
    .option('--env <NAME=value>', 'one more environment variable, in the open; may be given again', variable)
    .option('--out <file>', 'write it to this file in place of printing it');
}

/** A repository with its registry, a tag, a digest. */
const IMAGE =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

function image(text: string): string {
  if (text.length <= 500 && IMAGE.test(text)) return text;
  throw new InvalidArgumentError(
    `expected an image such as registry.example/callstorm:0.1.0, found ${found(text)}`,
  );
}

function objectName(text: string): string {
  if (isObjectName(text)) return text;
  throw new InvalidArgumentError(
    `expected at most 63 lower-case letters, digits and dashes, such as nightly-17, found ${found(text)}`,
  );
}

function resources(text: string): PodResources {
  const read = podResources(text, RESOURCES);
  if (read !== undefined) return read;
  throw new InvalidArgumentError(
    `expected quantities such as cpu=2,memory=1Gi or cpu=500m, found ${found(text)}`,
  );
}

function planPlace(text: string): PlanPlace {
  const [, from = '', name = '', path = ''] =
    /^(configmap|claim|image)(?::([^/]*)(\/.*)?)?$/.exec(text) ?? [];
  const rest = path.split('/').slice(1);
  const isPath = path === '' || (rest.every((part) => /^[\w.-]+$/.test(part)) && !rest.includes('..'));
  const file = path === '' ? {} : { path: from === 'claim' ? rest.join('/') : path };
  if (from === 'configmap' && text === from) return { from: 'config_map' };
  if (from === 'claim' && isObjectName(name) && isPath) return { from, claim: name, ...file };
  if (from === 'image' && name === '' && isPath) return { from, ...file };
  throw new InvalidArgumentError(
    `expected configmap, claim:NAME, claim:NAME/path, image or image:/path, found ${found(text)}`,
  );
}

function logDestination(text: string): LogDestination {
  if (text === 'stdout') return { to: 'stdout' };
  const [, claim = ''] = /^claim:(.*)$/.exec(text) ?? [];
  if (isObjectName(claim)) return { to: 'claim', claim };
  if (/^(?:s3|https):\/\/\S+$/.test(text)) return { to: 'url', url: text };
  throw new InvalidArgumentError(
    `expected stdout, claim:NAME, s3://bucket/folder/ or https://…, found ${found(text)}`,
  );
}

function variable(
  text: string,
  former: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const [, name = '', value = ''] = /^([A-Za-z_]\w*)=([^]*)$/.exec(text) ?? [];
  if (name !== '') return { ...former, [name]: value };
  throw new InvalidArgumentError(`expected NAME=value, found ${found(text)}`);
}

function found(text: string): string {
  return `"${visible(text.slice(0, 100))}"`;
}
