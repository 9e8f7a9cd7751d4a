import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { StatePanel } from '@/shared/ui/state-panel';

export function NotFoundPage() {
  return (
    <StatePanel
      icon={MapPinOff}
      title="There is no such page"
      action={
        <Link to="/" className="text-accent hover:underline">
          All agents
        </Link>
      }
    />
  );
}
