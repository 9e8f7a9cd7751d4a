import type { KnownCapabilities } from '@/shared/api/use-capabilities';
import { Button } from '@/shared/ui/button';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { ProviderList } from './provider-list';
import { Section } from './section';

export function ProviderSection({ known, looking, error, lookAgain }: KnownCapabilities) {
  return (
    <Section
      title="Agents on that machine"
      action={
        <Button variant="ghost" className="-mr-3" data-testid="settings-look-again" disabled={looking} onClick={lookAgain}>
          {looking ? 'Looking' : 'Look again'}
        </Button>
      }
    >
      <p role="status" className="text-muted" data-testid="settings-looking">
        {looking && 'Asking each of them, which may take a minute'}
      </p>
      {error !== undefined && <InlineNotice level="error">They could not be asked: {error}</InlineNotice>}
      {(known !== undefined || error === undefined) && <ProviderList capabilities={known} />}
    </Section>
  );
}
