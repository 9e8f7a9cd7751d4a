import { ChevronDown } from 'lucide-react';
import type { ApprovalOption } from '@/shared/protocol/ask';
import { Button } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { Menu, MenuItem } from '@/shared/ui/menu';

interface AllowMenuProps {
  label: string;
  options: readonly ApprovalOption[];
  disabled: boolean;
  onChoose: (option: ApprovalOption) => void;
  testId: string;
}

/** Each rule its own entry, with what exactly it grants. */
export function AllowMenu({ label, options, disabled, onChoose, testId }: AllowMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <Button disabled={disabled} data-testid={testId}>
          {label}
          <Icon of={ChevronDown} size={14} />
        </Button>
      }
    >
      {options.map((option) => (
        <MenuItem
          key={option.id}
          detail={option.detail}
          data-testid={`approval-option-${option.id}`}
          onSelect={() => onChoose(option)}
        >
          {option.label}
        </MenuItem>
      ))}
    </Menu>
  );
}
