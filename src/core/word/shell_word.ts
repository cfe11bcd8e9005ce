/** A word of a command line as a shell of POSIX takes it: for commands that a person is told to type. Pure. */

const PLAIN = /^[\w@%+=:,./-]+$/;

/** As it is where a shell would leave it alone, else in single quotes. */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
