/** Every impairment with its arguments, for `hear --list`: how it is written, what is heard, and what each argument may be. */

import { usualText } from '../impair/impair_text.ts';
import { impairments } from '../impair/impairments.ts';
import { presets } from '../impair/preset.ts';
import { shown, type Parameter } from '../impair/parameter.ts';

const COLUMN = 14;

export function impairmentList(): string {
  const all = [...impairments.values()].map((impairment) =>
    [
      usualText(impairment),
      `    ${impairment.means}`,
      ...Object.entries(impairment.args).map(
        ([name, parameter]) =>
          `    ${name.padEnd(COLUMN)}${parameter.means}: ${range(parameter)} (${shown(parameter, parameter.otherwise)})`,
      ),
      '',
    ].join('\n'),
  );
  return [
    'Impairments, as name=first@second,other=value; what is left out is as shown. Whatever order they are given in,',
    'they are done in the order of a real line: this one.',
    '',
    ...all,
    'Presets, each a bare word that stands for several of these:',
    ...[...presets].map(([name, parts]) => `    ${name.padEnd(COLUMN)}${parts.join(' + ')}`),
    '',
  ].join('\n');
}

function range(parameter: Parameter): string {
  const { kind, min, max } = parameter;
  if (typeof kind === 'object')
    return `${kind.join(', ')}${parameter.file === true ? ', or a .wav of yours' : ''}`;
  if (kind === 'keys') return `up to ${max} of 0-9, A-D, *, #`;
  return `${parameter.whole === true ? 'a whole number ' : ''}from ${shown(parameter, min)} to ${shown(parameter, max)}`;
}
