/** Light or dark: as the system has it, until the reader says otherwise. Whoever paints by itself is told. */

const WISHES = ['system', 'light', 'dark'] as const;
type Wish = (typeof WISHES)[number];
const KEY = 'callstorm-theme';

export function themeSwitch(root: HTMLElement, changed: () => void): void {
  let wish = remembered();
  const button = document.createElement('button');
  button.type = 'button';
  button.id = 'theme';
  const show = (): void => {
    if (wish === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = wish;
    button.textContent = `Theme: ${wish}`;
    button.setAttribute('aria-label', `Theme: ${wish}. Change it`);
  };
  button.onclick = () => {
    wish = WISHES[(WISHES.indexOf(wish) + 1) % WISHES.length] ?? 'system';
    remember(wish);
    show();
    changed();
  };
  show();
  root.append(button);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  // Paper is white: what is painted has to be too.
  addEventListener('beforeprint', () => {
    document.documentElement.dataset['theme'] = 'light';
    changed();
  });
  addEventListener('afterprint', () => {
    show();
    changed();
  });
}

/** A file's page may have nowhere to remember anything. */
function remembered(): Wish {
  try {
    const kept = localStorage.getItem(KEY);
    return WISHES.find((wish) => wish === kept) ?? 'system';
  } catch {
    return 'system';
  }
}

function remember(wish: Wish): void {
  try {
    localStorage.setItem(KEY, wish);
  } catch {
    // It is forgotten with the page.
  }
}
