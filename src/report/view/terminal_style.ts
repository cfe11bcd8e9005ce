/** How a view marks what it says. Where it is shown decides what the marks look like, or that there are none. */

export interface Style {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;
export const plainStyle: Style = { red: same, green: same, yellow: same, dim: same, bold: same };
