import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger';

const variants: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent font-medium',
  secondary: 'bg-surface text-text hover:bg-hover border-line-strong',
  ghost: 'text-muted hover:bg-hover hover:text-text border-transparent',
  danger: 'bg-surface text-red hover:bg-red-bg border-line-strong',
};

const shape =
  'inline-flex min-h-row shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 text-ui whitespace-nowrap ' +
  'transition-colors duration-100 select-none disabled:opacity-60';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: Variant;
}

export function Button({ variant = 'secondary', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={clsx(shape, variants[variant], className)} {...rest} />;
}

export interface IconButtonProps extends ComponentProps<'button'> {
  label: string;
  /** A key that does the same, shown in the title. */
  shortcut?: string;
  children: ReactNode;
}

/** Square, with a name for screen readers and a title for mice. */
export function IconButton({ label, shortcut, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      className={clsx(
        'inline-flex size-row shrink-0 items-center justify-center rounded-md text-muted',
        'transition-colors duration-100 hover:bg-hover hover:text-text disabled:opacity-60',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
