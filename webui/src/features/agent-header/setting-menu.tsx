import { ChevronDown } from 'lucide-react';
import { Icon } from '@/shared/ui/icon';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '@/shared/ui/menu';

export interface SettingOption {
  value: string;
  name?: string;
  description?: string;
}

interface SettingMenuProps {
  title: string;
  value: string | undefined;
  /** What stands in the line when nothing is set. */
  placeholder: string;
  options: readonly SettingOption[];
  loading: boolean;
  testId: string;
  onChoose: (value: string) => void;
  onOther?: (() => void) | undefined;
  onOpen: () => void;
}

/** A word of the header's line that opens its choices. */
export function SettingMenu(props: SettingMenuProps) {
  const { title, value, placeholder, options, loading, testId, onChoose, onOther, onOpen } = props;
  return (
    <Menu
      onOpenChange={(open) => {
        if (open) onOpen();
      }}
      trigger={
        <button
          type="button"
          data-testid={testId}
          aria-label={`${title}: ${value ?? placeholder}`}
          className="-mx-1 inline-flex min-h-row items-center gap-0.5 rounded-md px-1 whitespace-nowrap hover:bg-hover hover:text-text lg:min-h-6"
        >
          {value ?? placeholder}
          <Icon of={ChevronDown} size={12} />
        </button>
      }
    >
      <MenuLabel>{title}</MenuLabel>
      {loading && options.length === 0 && <MenuLabel>Loading</MenuLabel>}
      {options.map((option) => (
        <MenuChoice
          key={option.value}
          checked={option.value === value}
          detail={option.description === '' ? undefined : option.description}
          onSelect={() => onChoose(option.value)}
        >
          {option.name === undefined || option.name === '' ? option.value : option.name}
        </MenuChoice>
      ))}
      {onOther !== undefined && (
        <>
          {options.length > 0 && <MenuSeparator />}
          <MenuItem onSelect={onOther}>Other…</MenuItem>
        </>
      )}
    </Menu>
  );
}
