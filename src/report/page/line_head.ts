/**
 * Whose line of a log it is, by the characters with which it begins, as every writer of logs writes them: of the hundreds of
 * thousands that nobody wants nothing more is looked at. Pure.
 */

/** Characters, in which the longest number of a call has its place. */
export const HEAD_LENGTH = 48;
/** Some record's that belongs to no call. */
export const NOBODY = -1;

const HEAD =
  /^\{"type":"(?:(?:started|turn|strike|call)","call":(\d+)[,}]|(?:generator|calibration|calibration_trouble|footer)")/;

/** The call's number, NOBODY, or null: it begins in no way that is known, and has to be read. */
export function whoseLine(head: string): number | null {
  const found = HEAD.exec(head);
  if (found === null) return null;
  return found[1] === undefined ? NOBODY : Number(found[1]);
}
