import { useNavigate, useSearch } from '@tanstack/react-router';
import { SettingsView } from '@/features/settings/settings-view';
import { PageHeader } from './page-header';

export function SettingsPage() {
  const navigate = useNavigate();
  const { add, from } = useSearch({ from: '/shell/settings' });
  return (
    <>
      <PageHeader title="Settings" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <SettingsView
          adding={add === 'acp'}
          onAdd={() => void navigate({ to: '/settings', search: { add: 'acp' }, replace: true })}
          onAdded={(provider) => {
            if (from === 'new') void navigate({ to: '/new', search: { provider }, replace: true });
            else void navigate({ to: '/settings', replace: true });
          }}
        />
      </div>
    </>
  );
}
