import type { ReactNode } from 'react';
import { isOwnAcpAgent } from '@/shared/lib/providers';

/** Drawn for this page on a grid of 16; they stand for what each does and are nobody's marks. */
const drawings: Record<string, ReactNode> = {
  // Speech, with a line being written.
  claude: <path d="M3 2.75h10a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H7.5L4.25 14v-2.75H3a1 1 0 0 1-1-1v-6.5a1 1 0 0 1 1-1ZM5 7h4" />,
  // A page of code.
  codex: <path d="M3.25 2h9.5v12h-9.5ZM7 6 5.5 8 7 10M9 6l1.5 2L9 10" />,
  // Two of a kind.
  gemini: (
    <>
      <circle cx="5.75" cy="8" r="3.75" />
      <circle cx="10.25" cy="8" r="3.75" />
    </>
  ),
  // A box that stands open.
  opencode: <path d="M13.75 7v6.25H2.25V2.75H8.5M8 8l5.5-5.5M10.25 2.25h3.5v3.5" />,
  // A plug.
  acp: <path d="M5.75 1.75v3.5M10.25 1.75v3.5M3.75 5.25h8.5v2.5a4.25 4.25 0 0 1-8.5 0ZM8 12v2.5" />,
  // A prompt that waits.
  command: <path d="M2.5 4 6 8l-3.5 4M8 12.25h5.5" />,
};

const other = <circle cx="8" cy="8" r="5.25" />;

interface ProviderIconProps {
  provider: string;
  size?: number;
  /** Without one it stands beside its name and says nothing of its own. */
  name?: string;
}

export function ProviderIcon({ provider, size = 16, name }: ProviderIconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.3}
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
      data-provider={provider}
      {...(name === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name })}
    >
      {name !== undefined && <title>{name}</title>}
      {drawings[isOwnAcpAgent(provider) ? 'acp' : provider] ?? other}
    </svg>
  );
}
