/** Where the recording of a call is not inside the page: how to hear it all the same. */

import { element } from './inspector_element.ts';

/** Null: it is inside. `chosen`: the reader gave the file. */
export function soundFile(
  inside: boolean,
  file: string | null,
  replay: string | null,
  chosen: (file: File) => void,
): HTMLElement | null {
  if (inside) return null;
  if (file === null) {
    return element(
      'p',
      { class: 'ci-note' },
      'To hear it, make it again and record it',
      ...(replay === null ? ['.'] : [': ', element('code', {}, `${replay} --record`)]),
    );
  }
  const input = element('input', {
    attributes: { type: 'file', accept: 'audio/*,.wav' },
    on: {
      change: () => {
        const [first] = input.files ?? [];
        if (first !== undefined) chosen(first);
      },
    },
  });
  return element(
    'p',
    { class: 'ci-note' },
    element(
      'label',
      {},
      'Its recording is too much for the page. Choose ',
      element('code', {}, file),
      ' from the run’s folder to hear it: ',
      input,
    ),
  );
}
