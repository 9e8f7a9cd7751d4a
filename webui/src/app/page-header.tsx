import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { Icon } from '@/shared/ui/icon';

/** Of a page beside the list. On a phone, where the list is not seen, with the way back to it. */
export function PageHeader({ title }: { title: string }) {
  return (
    <header className="flex min-h-12 items-center gap-1 border-b border-line pt-(--safe-top) pl-1 lg:pl-5">
      <Link
        to="/"
        aria-label="All agents"
        className="inline-flex size-row items-center justify-center rounded-md text-muted hover:bg-hover lg:hidden"
      >
        <Icon of={ArrowLeft} size={20} />
      </Link>
      <h1 className="text-body font-semibold">{title}</h1>
    </header>
  );
}
