/** A button that copies a text, and says that it did. Where the browser gives no clipboard to a file, the old way is taken. */

import { element } from './inspector_element.ts';

const TOLD_MS = 1600;

export function copyButton(label: string, text: string): HTMLButtonElement {
  const button = element(
    'button',
    { attributes: { type: 'button', title: text, 'aria-live': 'polite' }, on: { click: () => void copy() } },
    label,
  );
  async function copy(): Promise<void> {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => copiedOldWay(text, button),
    );
    button.textContent = copied ? 'Copied' : 'Not copied';
    setTimeout(() => (button.textContent = label), TOLD_MS);
  }
  return button;
}

function copiedOldWay(text: string, beside: HTMLElement): boolean {
  const field = element('textarea', { class: 'ci-hidden' });
  field.value = text;
  beside.after(field);
  field.select();
  // oxlint-disable-next-line typescript/no-deprecated
  const copied = document.execCommand('copy');
  field.remove();
  beside.focus();
  return copied;
}
