/** The commands there are, in the order in which help shows them. */

export const commandNames = [
  'run',
  'replay',
  'rehearse',
  'matrix',
  'validate',
  'report',
  'open',
  'list',
  'compare',
  'baseline',
  'trend',
  'forecast',
  'staffing',
  'serve',
  'prompt',
  'hear',
  'faults',
  'fixtures',
  'init',
  'completion',
] as const;

export type CommandName = (typeof commandNames)[number];
