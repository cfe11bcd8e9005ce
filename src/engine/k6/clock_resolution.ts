/** What the clock of a script under k6 counts in. */

export const CLOCK_RESOLUTION_MS = 1;
