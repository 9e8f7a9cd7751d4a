import { messageOf } from '@/shared/api/http';
import { useCapabilities } from '@/shared/api/use-capabilities';
import { useSettings } from '@/shared/api/use-settings';
import { Button } from '@/shared/ui/button';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { AcpSection } from './acp-section';
import { KeepingSection } from './keeping-section';
import { ProviderSection } from './provider-section';

interface SettingsViewProps {
  adding: boolean;
  onAdd: () => void;
  /** `provider`: the one that was added; undefined if none was. */
  onAdded: (provider: string | undefined) => void;
}

/** What is set on the machine, for everyone who uses it. The CLIs may take long to answer, and hold nothing else up. */
export function SettingsView({ adding, onAdd, onAdded }: SettingsViewProps) {
  const { data: settings, error, refetch, isFetching } = useSettings();
  const capabilities = useCapabilities();
  return (
    <div className="mx-auto w-full max-w-2xl space-y-4 px-4 pt-2 pb-8 lg:py-6" data-testid="settings">
      {settings === undefined && error === null && (
        <div role="status" aria-label="Loading the settings" className="mt-2 skeleton h-24" />
      )}
      {settings === undefined && error !== null && (
        <div className="flex items-start gap-2 pt-2">
          <InlineNotice level="error" className="flex-1">
            The settings could not be loaded: {messageOf(error)}
          </InlineNotice>
          <Button disabled={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
      {settings !== undefined && (
        <AcpSection
          agents={settings.acpAgents}
          capabilities={capabilities}
          adding={adding}
          onAdd={onAdd}
          onAdded={onAdded}
        />
      )}
      <ProviderSection {...capabilities} />
      {settings !== undefined && <KeepingSection settings={settings} />}
    </div>
  );
}
