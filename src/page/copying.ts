/** Buttons that copy the text of an element: shown by the script, since without it they would do nothing. */

export function copyButtons(): void {
  const show = (): void => {
    for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]'))
      button.hidden = false;
  };
  show();
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
  document.addEventListener('click', (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button[data-copy]') : null;
    const source = button === null ? null : document.getElementById(button.dataset['copy'] ?? '');
    if (button === null || source === null) return;
    void tellCopied(button, source);
  });
}

async function tellCopied(button: HTMLButtonElement, source: HTMLElement): Promise<void> {
  button.textContent = (await copied(source)) ? 'Copied' : 'Press Ctrl+C';
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

/** Where the clipboard is closed to a file's page, the text is at least chosen. */
async function copied(source: HTMLElement): Promise<boolean> {
  getSelection()?.selectAllChildren(source);
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    return true;
  } catch {
    return false;
  }
}
