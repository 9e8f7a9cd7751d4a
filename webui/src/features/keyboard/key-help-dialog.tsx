import { Dialog } from '@/shared/ui/dialog';
import { keyHelp } from './key-map';

export function KeyHelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <dl>
        {keyHelp.map(({ keys, does }) => (
          <div key={keys} className="flex items-center gap-3 py-1.5">
            <dt className="w-28 shrink-0 font-mono text-dense">{keys}</dt>
            <dd className="text-muted">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
