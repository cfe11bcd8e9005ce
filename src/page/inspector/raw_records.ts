/** The records of a call as the log has them, for whoever wants to see for himself: a filter by type, nothing left out but base64. */

import type { InspectedRecord } from './inspected_call.ts';
import { element } from './inspector_element.ts';
import { recordText } from './record_text.ts';

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
