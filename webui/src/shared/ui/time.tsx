import { formatAge, formatClock, formatExact } from '@/shared/lib/format';

interface TimeProps {
  at: number;
  now: number;
  /** "12:04" instead of "3 m". */
  clock?: boolean;
  className?: string;
}

/** Relative, with the exact time on hover and for screen readers. */
export function Time({ at, now, clock = false, className }: TimeProps) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className={className}>
      {clock ? formatClock(at, now) : formatAge(at, now)}
    </time>
  );
}
