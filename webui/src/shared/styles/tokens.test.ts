import { converter, parse, wcagContrast, type Oklch } from 'culori';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/shared/styles/tokens.css', 'utf8');
const themes = ['light', 'dark', 'oled', 'contrast-light', 'contrast-dark'] as const;

/** The tokens of a theme as the cascade gives them: later blocks that name it win. */
function tokensOf(theme: string): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [, selector = '', body = ''] of css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    if (!selector.includes(':root') && !selector.includes(`'${theme}'`)) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*([^;]+);/g)) tokens.set(name, value);
  }
  return tokens;
}

const grounds = ['bg', 'surface', 'sunken', 'hover', 'selected'];
const pairs: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['text', ground],
    ['muted', ground],
  ]),
  ...['bg', 'surface', 'sunken'].flatMap((ground): [string, string][] =>
    ['accent', 'red', 'green', 'amber'].map((ink): [string, string] => [ink, ground]),
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['text', 'amber-bg'],
  ['muted', 'amber-bg'],
  ['amber', 'amber-bg'],
  ['red', 'red-bg'],
  ['text', 'red-bg'],
  ['on-alarm', 'alarm'],
  ['text', 'diff-add'],
  ['text', 'diff-remove'],
  ['muted', 'diff-add'],
  ['muted', 'diff-remove'],
  ...['', 'bright-'].flatMap((weight) =>
    ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'].map((name): [string, string] => [`term-${weight}${name}`, 'bg']),
  ),
  ['text', 'term-selection'],
  ...['keyword', 'string', 'number', 'comment', 'title'].map((name): [string, string] => [`code-${name}`, 'sunken']),
];

describe.each(themes)('theme %s', (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string): Oklch => {
    const parsed = converter('oklch')(parse(tokens.get(name) ?? ''));
    if (parsed === undefined) throw new Error(`--${name} is no colour in ${theme}`);
    return parsed;
  };

  it.each(pairs)('%s on %s reads well', (ink, ground) => {
    const wanted = theme.startsWith('contrast') && ink === 'text' ? 7 : 4.5;
    expect(wcagContrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(wanted);
  });
});
