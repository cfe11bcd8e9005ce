/**
 * Where OpenTelemetry's data goes, from the option and the variables that all of its exporters know. A header's value is a secret:
 * it reaches the endpoint, and no error or line of text.
 */

import { ConfigError } from '../core/word/config_error.ts';
import { withoutSecrets } from '../core/word/secret.ts';

export interface OtlpTarget {
  readonly tracesUrl: string;
  readonly metricsUrl: string;
  readonly tracesHeaders: Readonly<Record<string, string>>;
  readonly metricsHeaders: Readonly<Record<string, string>>;
}

const DEFAULT_ENDPOINT = 'http://localhost:4318';
const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';

type Env = Readonly<Record<string, string | undefined>>;
type Signal = 'traces' | 'metrics';

/** `endpoint`: given with the option; it wins over the environment. Throws ConfigError. */
export function otlpTarget(endpoint: string | undefined, env: Env): OtlpTarget {
  return {
    tracesUrl: urlOf('traces', endpoint, env),
    metricsUrl: urlOf('metrics', endpoint, env),
    tracesHeaders: headersOf('traces', env),
    metricsHeaders: headersOf('metrics', env),
  };
}

/** All that is secret in a target's headers: nothing that a server says may show it. */
export function secretsOf({ tracesHeaders, metricsHeaders }: OtlpTarget): string[] {
  const values = [...Object.values(tracesHeaders), ...Object.values(metricsHeaders)];
  return values.flatMap((value) => [value, value.replace(/^\S+\s+/, '')]);
}

function urlOf(signal: Signal, endpoint: string | undefined, env: Env): string {
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`;
  // Of one signal it is the whole address; of all of them what comes before their paths.
  if (endpoint === undefined && present(env[own])) return checked(env[own], own).href;
  const [text, path] =
    endpoint !== undefined
      ? [endpoint, '--otel']
      : present(env[ENDPOINT])
        ? [env[ENDPOINT], ENDPOINT]
        : [DEFAULT_ENDPOINT, '--otel'];
  const url = checked(text, path);
  url.pathname = `${url.pathname.replace(/\/(?:v1\/(?:traces|metrics)\/?)?$/, '')}/v1/${signal}`;
  return url.href;
}

function checked(text: string, path: string): URL {
  const refuse = (found: string, hint: string): ConfigError =>
    new ConfigError(`expected the http:// or https:// URL of a collector, found ${found}`, {
      code: 'option_invalid',
      path,
      hint,
    });
  const example = `E.g. ${path === '--otel' ? '--otel ' : `${path}=`}${DEFAULT_ENDPOINT}`;
  if (!URL.canParse(text.trim()) || !/^https?:\/\//i.test(text.trim())) {
    const place = path === '--otel' ? '; the scenario stands before it' : '';
    throw refuse(`"${withoutSecrets(text.trim()).slice(0, 100)}"`, `${example}${place}.`);
  }
  const url = new URL(text.trim());
  if (url.username === '' && url.password === '') return url;
  throw refuse(`one with a user or a password`, `Give a key in ${HEADERS}, e.g. authorization=Bearer%20…`);
}

function headersOf(signal: Signal, env: Env): Record<string, string> {
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_HEADERS`;
  return { ...pairsOf(HEADERS, env[HEADERS]), ...pairsOf(own, env[own]) };
}

/** `name=value,name=value`, the values percent-encoded. */
function pairsOf(variable: string, text: string | undefined): Record<string, string> {
  if (!present(text)) return {};
  return Object.fromEntries(
    text
      .split(',')
      .filter((pair) => pair.trim() !== '')
      .map((pair, index) => {
        const at = pair.indexOf('=');
        const name = pair.slice(0, Math.max(0, at)).trim().toLowerCase();
        const value = decoded(pair.slice(at + 1).trim());
        if (
          /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
          value !== null &&
          /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)
        ) {
          return [name, value] as const;
        }
        throw new ConfigError(
          `expected name=value, as headers are, and found none in part ${index + 1} of ${variable}`,
          {
            code: 'option_invalid',
            path: variable,
            hint: 'Parts are joined by commas; what is special in a value is percent-encoded: authorization=Bearer%20…',
          },
        );
      }),
  );
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function present(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
