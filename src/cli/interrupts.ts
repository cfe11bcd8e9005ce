/**
 * Ctrl-C and its kin, from the moment the process starts: what comes before anybody listens is kept for whoever does, so
 * that a run stopped in its first instant still ends in a report. Asked for a third time before that, it ends at once.
 */

import { hangUpIsIgnored } from './hang_up.ts';

const INTERRUPTED = 130;
/** Before anybody listens. */
const TIMES_TO_QUIT = 3;

export class Interrupts {
  private times = 0;
  private handle: ((times: number) => void) | null = null;
  private readonly quit: () => void;
  private readonly signals: readonly NodeJS.Signals[];

  constructor(quit = () => process.exit(INTERRUPTED), ignoresHangUp = hangUpIsIgnored({ env: process.env })) {
    this.quit = quit;
    this.signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of this.signals) {
      process.on(signal, signal === 'SIGHUP' && ignoresHangUp ? nothing : this.listener);
    }
  }

  /** `handle` is told how often it has happened; at once, where it has already. */
  on(handle: (times: number) => void): void {
    this.handle = handle;
    if (this.times > 0) handle(this.times);
  }

  /** As if it had been asked for by a signal. */
  ask(): void {
    this.listener();
  }

  /** From now on they do what they do by default; a hang-up that is ignored stays so. */
  release(): void {
    for (const signal of this.signals) process.off(signal, this.listener);
  }

  private readonly listener = (): void => {
    this.times++;
    if (this.handle !== null) this.handle(this.times);
    else if (this.times >= TIMES_TO_QUIT) this.quit();
  };
}

function nothing(): void {}

let early: Interrupts | null = null;

export function listenFromTheStart(): void {
  early = new Interrupts();
}

/** Those that have been listening since the start, where there are any. */
export function interruptsSoFar(): Interrupts {
  return early ?? new Interrupts();
}
