import { describe, expect, it } from 'vitest';
import { otlpTarget, secretsOf } from '../../src/telemetry/otlp_target.ts';

const urls = (endpoint: string | undefined, env: Record<string, string> = {}) => {
  const { tracesUrl, metricsUrl } = otlpTarget(endpoint, env);
  return [tracesUrl, metricsUrl];
};

function refusal(endpoint: string | undefined, env: Record<string, string> = {}): string {
  try {
    otlpTarget(endpoint, env);
  } catch (error) {
    return `${(error as Error).message} ${JSON.stringify(error)}`;
  }
  throw new Error('it was taken');
}

describe('otlpTarget', () => {
  it('is the endpoint that is given, else that of the environment, else the usual one', () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example/base/' };
    expect(urls('http://10.0.0.1:4318', env)).toEqual([
      'http://10.0.0.1:4318/v1/traces',
      'http://10.0.0.1:4318/v1/metrics',
    ]);
    expect(urls(undefined, env)).toEqual([
      'https://otel.example/base/v1/traces',
      'https://otel.example/base/v1/metrics',
    ]);
    expect(urls(undefined)).toEqual(['http://localhost:4318/v1/traces', 'http://localhost:4318/v1/metrics']);
    expect(urls(undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' })[0]).toBe('http://localhost:4318/v1/traces');
  });

  it('takes the address of one signal as it stands, and one that names a signal for both', () => {
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t.example/in' };
    expect(urls(undefined, env)).toEqual(['http://t.example/in', 'http://localhost:4318/v1/metrics']);
    expect(urls('http://a.example/v1/traces')).toEqual([
      'http://a.example/v1/traces',
      'http://a.example/v1/metrics',
    ]);
  });

  it('reads headers, the own ones of a signal over those of all', () => {
    const target = otlpTarget(undefined, {
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20abc%3D, x-team = voice ,',
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-team=load',
    });
    expect(target.tracesHeaders).toEqual({ authorization: 'Bearer abc=', 'x-team': 'voice' });
    expect(target.metricsHeaders).toEqual({ authorization: 'Bearer abc=', 'x-team': 'load' });
    expect(secretsOf(target)).toContain('abc=');
  });

  it.each([
    ['scenario.yaml', 'the scenario stands before it'],
    ['localhost:4318', 'http://localhost:4318'],
    ['ftp://a.example', 'found \\"ftp://a.example'],
  ])('refuses %s', (text, says) => expect(refusal(text).replaceAll('"', '\\"')).toContain(says));

  it('shows no secret of what it refuses', () => {
    expect(refusal('http://me:hunter22@a.example')).not.toMatch(/hunter22|me:/);
    for (const headers of [
      'authorization hunter22',
      'a b=hunter22',
      'a=hunter22%0d%0ax:1',
      'a=hunter22%zz',
    ]) {
      const said = refusal(undefined, { OTEL_EXPORTER_OTLP_HEADERS: `x=1,${headers}` });
      expect(said).toContain('part 2 of OTEL_EXPORTER_OTLP_HEADERS');
      expect(said).not.toContain('hunter22');
    }
  });
});
