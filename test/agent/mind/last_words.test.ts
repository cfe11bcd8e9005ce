import { expect, it } from 'vitest';
import { LastWords } from '../../../src/agent/mind/last_words.ts';

it('are those before them again where nobody has heard them', () => {
  const last = new LastWords();
  expect([last.lines, last.line]).toEqual([[], '']);
  const heard = ['greeting', 'offer'];
  const unheard = ['offer'];
  last.say(heard);
  last.say(unheard);
  expect(last.line).toBe('offer');
  // As it stands, not as it reads: another reply of the same words is another.
  expect(last.takeBack(['offer'])).toEqual([]);
  expect(last.lines).toBe(unheard);
  expect(last.takeBack(unheard)).toBe(unheard);
  expect(last.lines).toBe(heard);
});
