import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PROFILES_DIR } from '../../../src/agent/profile/load_profile.ts';
import { PROFILE_VALIDATOR } from '../../../src/agent/profile/profile_validator.ts';
import { ProfileSchema } from '../../../src/agent/profile/schema.ts';
import { shapeChecker } from '../../../src/config/shape.ts';

const built = shapeChecker(ProfileSchema, PROFILE_VALIDATOR);
const compiled = shapeChecker(ProfileSchema);

// Needs `npm run build`.
describe('the validator that the build makes of the profiles’ schema', () => {
  it('is there', () => {
    expect(existsSync(PROFILE_VALIDATOR)).toBe(true);
  });

  it.each([
    [{}],
    [null],
    [{ name: '', voice: 3, answers: 'hello', latncy: {} }],
    [{ name: 'a', voice: 'joe', answers: [], latency: { llm: { median: 'soon', sigma: -1 } } }],
    [{ name: 'a', voice: 'joe', greeting: 4, answers: [1], latency: { vad: { median: '900h' }, tts: 7 } }],
  ])('finds the same mistakes as the schema itself: %j', (data) => {
    expect(compiled(data).length).toBeGreaterThan(0);
    expect(built(data)).toEqual(compiled(data));
  });

  it('and in what is shipped no others', () => {
    const names = readdirSync(PROFILES_DIR).filter((name) => name.endsWith('.yaml'));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const data: unknown = parse(readFileSync(join(PROFILES_DIR, name), 'utf8'));
      expect(built(data)).toEqual(compiled(data));
    }
  });
});
