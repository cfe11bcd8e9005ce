import { expect, it } from 'vitest';
import { startAtOf } from '../../../src/engine/k6/start_at.ts';

const NOW_MS = Date.UTC(2026, 11, 1, 3);

it.each([
  ['none', undefined, null],
  ['an empty one', '', null],
  ['one to come', String(NOW_MS + 30_000), NOW_MS + 30_000],
  ['one that has passed', String(NOW_MS - 90_000), NOW_MS - 90_000],
])('takes %s', (_, given, atMs) => {
  expect(startAtOf(given, NOW_MS)).toBe(atMs);
});

it.each([
  ['words', 'tomorrow'],
  ['an instant as people write it', '2026-12-01T03:00:00Z'],
  ['seconds', String(NOW_MS / 1000)],
  ['a fraction', `${NOW_MS}.5`],
  ['another year', String(NOW_MS + 365 * 86_400_000)],
  ['too many digits', '9'.repeat(400)],
])('says what is wrong with %s', (_, given) => {
  expect(startAtOf(given, NOW_MS)).toMatch(
    /^expected CALLSTORM_START_AT in ms .* found "[^"]{1,40}": -e CALLSTORM_START_AT=/,
  );
});
