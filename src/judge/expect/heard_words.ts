/**
 * The words of an answer as far as they were heard. What was cut off while the agent spoke was not heard to its end: of its
 * transcript only as large a part counts as of its audio, down to the last whole word.
 */

import type { TurnRecord } from '../../core/log/record.ts';

/** Below this share of its audio an answer counts as cut off; a rest so small is silence, or rounding. */
const WHOLE = 0.97;

/** Empty: nothing of it was heard. Null: something was, and nobody wrote down what. */
export function heardWords(
  turn: Pick<TurnRecord, 'heardText' | 'marks' | 'answerAudioMs' | 'heardMs'>,
): string | null {
  if (turn.marks.firstHeard === null) return '';
  const { heardText, answerAudioMs, heardMs } = turn;
  if (heardText === null) return null;
  const share = answerAudioMs > 0 ? heardMs / answerAudioMs : 1;
  if (share >= WHOLE) return heardText;
  const end = Math.floor(heardText.length * share);
  const whole = /\s/.test(heardText.charAt(end)) ? end : heardText.lastIndexOf(' ', end);
  // A language without spaces, or the first word: what there is of it.
  return heardText.slice(0, whole > 0 ? whole : end);
}
