import { SunMoon } from 'lucide-react';
import { chooseTheme, themeChoice, themeChoices, type ThemeChoice } from '@/shared/lib/theme';
import { useStore } from '@/shared/store/store';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { Menu, MenuChoice } from '@/shared/ui/menu';

const names: Record<ThemeChoice, string> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  oled: 'Black (OLED)',
  contrast: 'High contrast',
};

export function ThemeMenu() {
  const current = useStore(themeChoice);
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Theme">
          <Icon of={SunMoon} />
        </IconButton>
      }
    >
      {themeChoices.map((choice) => (
        <MenuChoice key={choice} checked={choice === current} onSelect={() => chooseTheme(choice)}>
          {names[choice]}
        </MenuChoice>
      ))}
    </Menu>
  );
}
