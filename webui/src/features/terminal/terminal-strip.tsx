import { Button } from '@/shared/ui/button';
import { InlineNotice } from '@/shared/ui/inline-notice';
import type { TerminalWords } from './terminal-words';

interface TerminalStripProps extends TerminalWords {
  action?: { label: string; busy?: boolean; onClick: () => void } | undefined;
}

/** One line below a terminal: why nothing can be typed now, and what can be done. */
export function TerminalStrip({ level, words, action }: TerminalStripProps) {
  return (
    <div
      role="status"
      data-testid="terminal-status"
      className="flex min-h-12 items-center gap-3 border-t border-line bg-surface py-0.5 pr-2 pl-4 lg:min-h-10 lg:pl-5"
    >
      <InlineNotice level={level} className="flex-1">
        {words}
      </InlineNotice>
      {action !== undefined && (
        <Button data-testid="terminal-action" disabled={action.busy === true} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
