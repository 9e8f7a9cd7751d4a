import { expect, it } from 'vitest';
import { resolveTheme, type Theme, type ThemeChoice } from './theme';

it.each<[ThemeChoice, boolean, boolean, Theme]>([
  ['system', false, false, 'light'],
  ['system', true, false, 'dark'],
  ['system', false, true, 'contrast-light'],
  ['system', true, true, 'contrast-dark'],
  ['light', true, true, 'light'],
  ['dark', false, false, 'dark'],
  ['oled', false, false, 'oled'],
  ['contrast', false, false, 'contrast-light'],
  ['contrast', true, false, 'contrast-dark'],
])('%s where the system is dark: %s, contrast: %s', (choice, dark, contrast, theme) => {
  expect(resolveTheme(choice, { dark, contrast })).toBe(theme);
});
