/** The commands there are, in the order in which help shows them. */

export const commandNames = [
  'run',
  'replay',
  'rehearse',
  'capacity',
  'matrix',
  'pack',
  'validate',
  'probe',
  'report',
  'merge',
  'manifest',
  'open',
  'list',
  'compare',
  'baseline',
  'trend',
  'forecast',
  'staffing',
  'limits',
  'serve',
  'prompt',
  'dialect',
  'hear',
  'faults',
  'prices',
  'fixtures',
  'init',
  'completion',
] as const;

export type CommandName = (typeof commandNames)[number];
