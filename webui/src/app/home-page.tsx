import { SquareTerminal } from 'lucide-react';
import { StatePanel } from '@/shared/ui/state-panel';

/** Beside the list on a desktop; not seen on a phone. */
export function HomePage() {
  return (
    <div className="flex flex-1 items-center justify-center">
      <StatePanel icon={SquareTerminal} title="No agent chosen">
        Choose one on the left, or press <kbd className="font-mono">?</kbd> for the keys.
      </StatePanel>
    </div>
  );
}
