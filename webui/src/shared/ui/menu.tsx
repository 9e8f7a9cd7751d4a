import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icon';

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, children, align = 'start', side = 'bottom', ...state }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} {...state}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="layer-in z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[min(24rem,calc(100vw-16px))] min-w-48 overflow-y-auto rounded-lg bg-surface p-1 shadow-layer"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  onSelect: () => void;
  children: ReactNode;
  detail?: ReactNode;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  'data-testid'?: string;
}

const itemShape =
  'flex min-h-row items-start gap-2 rounded-md px-2.5 py-1.5 text-ui outline-none select-none ' +
  'data-[highlighted]:bg-hover data-[disabled]:opacity-60';

export function MenuItem({ onSelect, children, detail, icon, danger = false, ...rest }: MenuItemProps) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={clsx(itemShape, danger && 'text-red')} {...rest}>
      {icon !== undefined && <span className="flex h-(--ui-line) items-center text-muted">{icon}</span>}
      <span className="min-w-0 flex-1">
        <span className="block">{children}</span>
        {detail !== undefined && <span className="block text-small text-muted">{detail}</span>}
      </span>
    </DropdownMenu.Item>
  );
}

interface MenuChoiceProps {
  checked: boolean;
  onSelect: () => void;
  children: ReactNode;
  detail?: ReactNode;
}

export function MenuChoice({ checked, onSelect, children, detail }: MenuChoiceProps) {
  return (
    <DropdownMenu.CheckboxItem checked={checked} onSelect={onSelect} className={itemShape}>
      <span className="flex h-(--ui-line) w-4 items-center text-accent">{checked && <Icon of={Check} />}</span>
      <span className="min-w-0 flex-1">
        <span className="block">{children}</span>
        {detail !== undefined && <span className="block text-small text-muted">{detail}</span>}
      </span>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2.5 py-1.5 text-small text-muted">{children}</DropdownMenu.Label>;
}
