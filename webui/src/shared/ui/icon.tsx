import type { LucideIcon, LucideProps } from 'lucide-react';

/** An icon beside words: it says nothing of its own to a screen reader. */
export function Icon({ of: Glyph, size = 16, ...rest }: { of: LucideIcon } & LucideProps) {
  return <Glyph aria-hidden size={size} strokeWidth={1.75} className="shrink-0" {...rest} />;
}
