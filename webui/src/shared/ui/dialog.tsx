import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { IconButton } from './button';
import { Icon } from './icon';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** No title bar: the content brings its own (a palette). */
  bare?: boolean;
  className?: string;
  /** Prevented: the focus does not go back to where it was. */
  onClosed?: (event: Event) => void;
}

/** In the middle of a desktop; from the bottom edge, under the thumb, on a phone. */
export function Dialog({ open, onOpenChange, title, description, children, bare = false, className, onClosed }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          ref={content}
          tabIndex={-1}
          // The dialog, not its first button; a field that asks for the focus has it by then.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            content.current?.focus();
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onCloseAutoFocus={onClosed}
          className={clsx(
            'sheet-in fixed inset-x-0 bottom-0 z-50 flex max-h-[88dvh] flex-col rounded-t-xl bg-surface shadow-layer outline-none',
            'pb-[env(safe-area-inset-bottom)] lg:inset-x-auto lg:top-[14vh] lg:bottom-auto lg:left-1/2 lg:max-h-[72vh] lg:w-full lg:max-w-md lg:-translate-x-1/2 lg:rounded-xl',
            className,
          )}
        >
          {bare ? (
            <Radix.Title className="sr-only">{title}</Radix.Title>
          ) : (
            <div className="flex items-center gap-2 py-2 pr-2 pl-4">
              <Radix.Title className="min-w-0 flex-1 truncate font-semibold">{title}</Radix.Title>
              <Radix.Close asChild>
                <IconButton label="Close">
                  <Icon of={X} />
                </IconButton>
              </Radix.Close>
            </div>
          )}
          <div className={clsx('min-h-0 overflow-y-auto', !bare && 'px-4 pb-4')}>
            {description !== undefined && (
              <Radix.Description className="mb-3 text-muted">{description}</Radix.Description>
            )}
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
