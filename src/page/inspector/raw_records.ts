/** The records of a call as the log has them, for whoever wants to see for himself: a filter by type, nothing left out but base64. */

import { visible } from '../../core/word/visible.ts';
import type { InspectedRecord } from './inspected_call.ts';
import { element } from './inspector_element.ts';

/** Nothing that anybody reads is this long and has no other characters. */
const BASE64 = /^[A-Za-z0-9+/_-]{200,}={0,2}$/;

/** On lines of its own, each made visible. */
export function recordText(record: InspectedRecord): string {
  const text = JSON.stringify(
    record,
    (_name, value: unknown) =>
      typeof value === 'string' && BASE64.test(value) ? `(base64, ${value.length} characters)` : value,
    2,
  );
  return text.split('\n').map(visible).join('\n');
}

/** Drawn when it is opened. */
export function rawRecords(records: readonly InspectedRecord[]): HTMLDetailsElement {
  const list = element('div', { class: 'ci-records' });
  const types = [...new Set(records.map(({ type }) => type))];
  const choice = element('select', {
    attributes: { 'aria-label': 'Type of record' },
    on: { change: () => draw() },
  });
  const count = (type: string): number => records.filter((record) => record.type === type).length;
  for (const type of ['', ...types]) {
    const text = type === '' ? `every type (${records.length})` : `${type} (${count(type)})`;
    choice.append(element('option', { attributes: { value: type } }, text));
  }
  const draw = (): void => {
    const shown = records.filter(({ type }) => choice.value === '' || type === choice.value);
    list.replaceChildren(
      ...shown.map((record) => {
        const pre = element('pre', { attributes: { tabindex: '0', 'aria-label': `${record.type} record` } });
        pre.textContent = recordText(record);
        return pre;
      }),
    );
  };
  const details = element(
    'details',
    { class: 'ci-raw', on: { toggle: () => details.open && draw() } },
    element('summary', {}, `Raw records (${records.length})`),
    element('p', {}, choice),
    list,
  );
  return details;
}
