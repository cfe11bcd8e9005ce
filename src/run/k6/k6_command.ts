/** How k6 is to be told where a script's words go, as people type it. Pure. */

/** Into a file, a line a message and nothing else. */
export const TAKES_LOG = '--log-format raw --console-output k6.log';
