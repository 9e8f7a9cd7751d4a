import type { ReactNode, Ref } from 'react';

interface SectionProps {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}

export function Section({ title, hint, action, ref, children }: SectionProps) {
  return (
    <section ref={ref} aria-label={title} className="border-b border-line pb-5 last:border-0">
      <div className="mb-1 flex min-h-row items-center gap-3">
        <h2 className="flex-1 text-body font-semibold">{title}</h2>
        {action}
      </div>
      {hint !== undefined && <p className="text-muted">{hint}</p>}
      {children}
    </section>
  );
}
