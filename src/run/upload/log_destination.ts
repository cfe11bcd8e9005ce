/**
 * Where a run's log is sent once it is whole, as the environment says: any address that takes a PUT (one that was signed beforehand,
 * too), or a bucket of S3 or of what is compatible with it. It is told before the first call what is wrong with it.
 */

import { ConfigError } from '../../core/word/config_error.ts';
import { secretsIn, withoutSecrets } from '../../core/word/secret.ts';
import { escapedPart, type Credentials } from './signature.ts';

export const LOG_URL = 'CALLSTORM_LOG_URL';
/** The whole header, `Bearer …` for one; for an address that is not signed. */
export const LOG_AUTHORIZATION = 'CALLSTORM_LOG_AUTHORIZATION';

type Environment = Readonly<Record<string, string | undefined>>;

export interface LogDestination {
  readonly url: URL;
  /** Without what may be a key. */
  readonly shown: string;
  readonly authorization?: string;
  /** Absent: the address is all it takes. */
  readonly credentials?: Credentials;
  /** What must be shown nowhere. */
  readonly secrets: readonly string[];
}

/** What the parts of its name stand for. */
export interface LogName {
  readonly run: string;
  /** From 1. */
  readonly share: number;
  readonly of: number;
}

/** Null: it stays where it is. Throws ConfigError. */
export function logDestination(env: Environment, name: LogName): LogDestination | null {
  const given = (env[LOG_URL] ?? '').trim();
  if (given === '') return null;
  const { url: named, plain } = filledIn(given, name);
  return given.startsWith('s3://') ? inBucket(plain, env) : atAddress(named, env);
}

/** `{run}`, `{share}` and `{of}` filled in; what ends in `/` gets a file's name. */
function filledIn(
  given: string,
  { run, share, of }: LogName,
): { readonly url: string; readonly plain: string } {
  const file = of === 1 ? '{run}.ndjson.gz' : '{run}-{share}-of-{of}.ndjson.gz';
  const [path = '', query] = given.split(/(?=\?)/);
  const whole = `${path}${path.endsWith('/') ? file : ''}${query ?? ''}`;
  const filled = (escape: (text: string) => string): string =>
    whole.replaceAll(/\{(run|share|of)\}/g, (_, word) =>
      word === 'run' ? escape(run) : String(word === 'share' ? share : of),
    );
  return { url: filled(escapedPart), plain: filled((text) => text) };
}

function atAddress(text: string, env: Environment): LogDestination {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw invalid(
      'expected an address that takes a PUT, or s3://bucket/folder/, found something else (not shown)',
      `${LOG_URL}=https://logs.example/callstorm/{run}-{share}.ndjson.gz, or ${LOG_URL}=s3://bucket/callstorm/`,
    );
  }
  const authorization = env[LOG_AUTHORIZATION] ?? '';
  if (/[^\t\u0020-\u007e]/.test(authorization)) {
    throw new ConfigError('expected a header in one line of plain characters, found others', {
      code: 'log_url_invalid',
      path: LOG_AUTHORIZATION,
      hint: `${LOG_AUTHORIZATION}='Bearer …'`,
    });
  }
  return {
    url,
    shown: withoutSecrets(url.href),
    ...(authorization === '' ? {} : { authorization }),
    secrets: [
      ...secretsIn(url.href),
      ...(authorization === '' ? [] : [authorization, ...authorization.split(' ').slice(1)]),
    ],
  };
}

function inBucket(text: string, env: Environment): LogDestination {
  const [, bucket = '', key = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/.exec(text) ?? [];
  if (bucket === '' || key.includes('?')) {
    throw invalid(
      'expected s3://bucket/folder/ or s3://bucket/name, found something else',
      `${LOG_URL}=s3://bucket/callstorm/: the name of the run and of the share is added`,
    );
  }
  const accessKeyId = needed(env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = needed(env, 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = env['AWS_SESSION_TOKEN'] ?? '';
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? '';
  const path = key.split('/').map(escapedPart).join('/');
  return {
    url: new URL(endpoint === '' ? ofAmazon(bucket, region, path) : ofEndpoint(endpoint, bucket, path)),
    shown: `s3://${bucket}/${key}`,
    credentials: {
      accessKeyId,
      secretAccessKey,
      region,
      ...(sessionToken === '' ? {} : { sessionToken }),
    },
    secrets: [secretAccessKey, accessKeyId, ...(sessionToken === '' ? [] : [sessionToken])],
  };
}

/** A certificate is good for one more name before the dot, not for two. */
function ofAmazon(bucket: string, region: string, path: string): string {
  const host = `s3.${region}.amazonaws.com`;
  return bucket.includes('.') ? `https://${host}/${bucket}/${path}` : `https://${bucket}.${host}/${path}`;
}

function ofEndpoint(endpoint: string, bucket: string, path: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && url.search === '') {
    return `${url.href.replace(/\/$/, '')}/${bucket}/${path}`;
  }
  throw new ConfigError('expected an http:// or https:// address, found something else', {
    code: 'log_url_invalid',
    path: 'AWS_ENDPOINT_URL',
    hint: 'AWS_ENDPOINT_URL=https://minio.example:9000; leave it out for Amazon’s own',
  });
}

function needed(env: Environment, name: string): string {
  const value = (env[name] ?? '').trim();
  if (value !== '') return value;
  throw new ConfigError(`expected ${name} in the environment, to send the log to ${LOG_URL}; found none`, {
    code: 'log_key_missing',
    path: name,
    hint: `Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or have an address signed beforehand and give it as ${LOG_URL}=https://….`,
  });
}

function invalid(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: 'log_url_invalid', path: LOG_URL, hint });
}
