import { expect, it } from 'vitest';
import { metrics } from '../../../src/core/log/metric.ts';
import { whyUntold } from '../../../src/core/log/untold_metric.ts';

it('tells of each metric why a protocol has no words for it, and of what is heard that it has', () => {
  const twilio = (metric: string) => whyUntold('twilio-media-streams', metric);
  expect(twilio('tokens.audio_in')).toBe('twilio-media-streams tells no usage');
  expect(twilio('llm_delay')).toContain('tells nothing of turns');
  expect(twilio('fallback_rate.timeout')).toContain('neither words nor tools');
  for (const heard of ['response_latency', 'response_rate', 'barge_in_stop', 'dead_air', 'error_rate'])
    expect(twilio(heard)).toBeNull();
  expect(twilio('nothing.of.the.kind')).toBeNull();
});

it('knows nothing that a protocol with words for all of it would not tell', () => {
  expect(metrics.filter(({ name }) => whyUntold('openai-realtime', name) !== null)).toEqual([]);
});
