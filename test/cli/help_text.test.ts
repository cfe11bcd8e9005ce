import { describe, expect, it } from 'vitest';
import { fitted, helpOrError } from '../../src/cli/help_text.ts';
import { runCommand } from '../../src/cli/run.ts';
import { serveCommand } from '../../src/cli/serve.ts';
import { visibleWidth } from '../../src/report/view/columns.ts';

function helpAt(columns: number, make: typeof runCommand, command?: string): string {
  let text = '';
  const io = {
    out: (more: string) => void (text += more),
    err: () => {},
    isTTY: false,
    columns,
    env: {},
    cwd: '/',
    ...(command === undefined ? {} : { command }),
  };
  make(io, () => {}).outputHelp();
  return text;
}

const words = (text: string): string[] => text.split(/[\s\\]+/).filter((word) => word !== '');

describe('help', () => {
  it.each([
    ['run', runCommand],
    ['serve', serveCommand],
  ])('of %s breaks no word and is no wider than the terminal', (_, make) => {
    const whole = helpAt(1000, make, 'node dist/cli/main.js');
    for (let width = 40; width <= 120; width++) {
      const text = helpAt(width, make, 'node dist/cli/main.js');
      expect(words(text), `at ${width}`).toEqual(words(whole));
      const wide = text
        .split('\n')
        .filter((line) => visibleWidth(line) > width && line.trim().replace(/^\$ /, '').includes(' '));
      // A command's words in quotes are one word, and a line's last takes its backslash along.
      expect(
        wide.filter((line) => !line.endsWith(' \\')),
        `at ${width}`,
      ).toEqual([]);
    }
  });

  it('keeps a second column hanging, or puts it below where there is no room', () => {
    const line = '  --option <value>  what it does to the calls that it makes';
    expect(fitted(line, 52)).toBe(
      '  --option <value>  what it does to the calls that\n                    it makes',
    );
    expect(fitted(line, 46)).toBe('  --option <value>\n      what it does to the calls that it makes');
  });

  it('breaks commands where the shell reads on', () => {
    expect(fitted('  $ callstorm run my.yaml --target simulator --calls 20', 46)).toBe(
      '  $ callstorm run my.yaml --target simulator \\\n    --calls 20',
    );
  });

  it('leaves errors whole, to be searched, and has no terminal obey them', () => {
    const error = `error: option '--calls <n>' argument 'x' is invalid. expected a whole number`;
    expect(helpOrError(error, 40)).toBe(error);
    expect(helpOrError("error: found '\u001b[31mred\u202e'\n  hint\n", 40)).toBe(
      "error: found '\\u001b[31mred\\u202e'\n  hint\n",
    );
    expect(helpOrError(`Usage: a\n\n${'word '.repeat(10).trim()}\n`, 40).split('\n')).toHaveLength(5);
  });
});
