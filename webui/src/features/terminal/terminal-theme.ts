import type { ITheme } from '@xterm/xterm';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

const brightName = (name: string) => `bright${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The tokens of the theme that is set, as xterm wants them. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const colours = names.flatMap((name) => [
    [name, token(`term-${name}`)],
    [brightName(name), token(`term-bright-${name}`)],
  ]);
  return {
    ...(Object.fromEntries(colours) as ITheme),
    background: token('bg'),
    foreground: token('text'),
    cursor: token('accent'),
    cursorAccent: token('bg'),
    selectionBackground: token('term-selection'),
    selectionInactiveBackground: token('term-selection'),
    scrollbarSliderBackground: token('line-strong'),
    scrollbarSliderHoverBackground: token('muted'),
    scrollbarSliderActiveBackground: token('muted'),
  };
}

/** Calls whenever another theme is set. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
