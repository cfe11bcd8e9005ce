import { expect, it } from 'vitest';
import { shownPath } from '../../src/cli/shown_path.ts';

it.each([
  ['/home/ada/reports/a/report.md', 'reports/a/report.md'],
  ['/home/ada', '.'],
  ['/home/bob/report.md', '/home/bob/report.md'],
  ['/home/ada/\u001B[31m', '\\u001b[31m'],
])('%j is told as %j', (path, told) => {
  expect(shownPath({ cwd: '/home/ada' }, path)).toBe(told);
});
