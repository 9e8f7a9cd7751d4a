import { Store } from '@/shared/store/store';
import { keyPrefix, readStored, writeStored } from './storage';

export const themeChoices = ['system', 'light', 'dark', 'oled', 'contrast'] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = 'light' | 'dark' | 'oled' | 'contrast-light' | 'contrast-dark';

export interface SystemPreference {
  dark: boolean;
  contrast: boolean;
}

/** High contrast keeps the system's light or dark. */
export function resolveTheme(choice: ThemeChoice, system: SystemPreference): Theme {
  if (choice !== 'system' && choice !== 'contrast') return choice;
  if (choice === 'contrast' || system.contrast) return system.dark ? 'contrast-dark' : 'contrast-light';
  return system.dark ? 'dark' : 'light';
}

const key = `${keyPrefix}theme`;

function storedChoice(): ThemeChoice {
  const stored = readStored(key);
  return themeChoices.find((choice) => choice === stored) ?? 'system';
}

export const themeChoice = new Store<ThemeChoice>('system');

export function chooseTheme(choice: ThemeChoice): void {
  writeStored(key, choice === 'system' ? undefined : choice);
  themeChoice.set(choice);
}

/** Keeps <html data-theme> true to the choice and to the system. */
export function startTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const contrast = window.matchMedia('(prefers-contrast: more)');
  const apply = () => {
    const theme = resolveTheme(themeChoice.get(), { dark: dark.matches, contrast: contrast.matches });
    document.documentElement.dataset['theme'] = theme;
    const ground = getComputedStyle(document.documentElement).getPropertyValue('--bg');
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
  };
  themeChoice.set(storedChoice());
  themeChoice.subscribe(apply);
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  apply();
}
