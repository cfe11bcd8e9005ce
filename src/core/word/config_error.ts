/**
 * What a user got wrong: a scenario, a fixture, a flag, a log. Says where, what was expected and what to do about it.
 * Only the command line turns it into text and an exit code; no stack trace is ever shown for it.
 */

export interface ConfigErrorPlace {
  /** Short machine-readable word, e.g. `scenario_invalid`. */
  readonly code: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Path inside the file, e.g. `load.arrivals[0].rate`. */
  readonly path?: string;
  /** A way out, as a sentence or a command. */
  readonly hint?: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly place: ConfigErrorPlace;

  constructor(message: string, place: ConfigErrorPlace) {
    super(message);
    this.place = place;
  }

  /** `file:line:column: path: message`, then the hint on a line of its own. */
  describe(): string {
    const { file, line, column, path, hint } = this.place;
    const where = [file, line, column].filter((part) => part !== undefined).join(':');
    const text = [where, path, this.message].filter((part) => part !== undefined && part !== '').join(': ');
    return hint === undefined ? text : `${text}\n  ${hint}`;
  }
}

/** Several at once, e.g. every mistake of a scenario. */
export class ConfigErrors extends Error {
  override readonly name = 'ConfigErrors';
  readonly errors: readonly ConfigError[];

  constructor(errors: readonly ConfigError[]) {
    super(errors.map((error) => error.describe()).join('\n'));
    this.errors = errors;
  }
}
