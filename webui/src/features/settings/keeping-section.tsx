import { useState } from 'react';
import { messageOf } from '@/shared/api/http';
import { useChangeSettings } from '@/shared/api/use-settings';
import { sessionFilesPolicySchema, type Settings } from '@/shared/protocol/calls';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { ChoiceSetting } from './choice-setting';
import { removesMore, retentionChoices, sessionFilesChoices, spanWords } from './retention';
import { Section } from './section';

function useSetting() {
  const { mutate, isPending, error } = useChangeSettings();
  return {
    save: (changes: Partial<Settings>) => mutate(() => changes),
    busy: isPending,
    error: error === null ? undefined : messageOf(error),
  };
}

function RetentionSetting({ current }: { current: number }) {
  const { save, busy, error } = useSetting();
  const [asked, setAsked] = useState<number>();
  const choose = (ms: number) => save({ agentRetentionMs: ms });
  return (
    <>
      <ChoiceSetting
        label="Remove stopped agents"
        hint="Counted from when it was last active. Those that run, wait or failed stay"
        testId="settings-retention"
        value={String(current)}
        choices={retentionChoices(current)}
        busy={busy}
        error={error}
        onChoose={(value) => (removesMore(Number(value), current) ? setAsked(Number(value)) : choose(Number(value)))}
      />
      <Dialog
        open={asked !== undefined}
        onOpenChange={() => setAsked(undefined)}
        title="Remove stopped agents?"
        description={`Each that is stopped, and was last active more than ${spanWords(asked ?? 0)} ago, is removed with its history: those that are stopped now too. This cannot be undone.`}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsked(undefined)}>Keep them</Button>
          <Button
            variant="danger"
            data-testid="settings-retention-confirm"
            onClick={() => {
              if (asked !== undefined) choose(asked);
              setAsked(undefined);
            }}
          >
            Remove them
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function SessionFilesSetting({ current }: { current: Settings['deleteSessionFilesPolicy'] }) {
  const { save, busy, error } = useSetting();
  return (
    <ChoiceSetting
      label="Session files of a deleted agent"
      hint="With them its conversation can be resumed in a terminal. Of an agent that is removed by its age, they stay unless you choose to delete them too"
      testId="settings-session-files"
      value={current}
      choices={sessionFilesChoices}
      busy={busy}
      error={error}
      onChoose={(value) => save({ deleteSessionFilesPolicy: sessionFilesPolicySchema.parse(value) })}
    />
  );
}

/** What stays on the machine of agents that are done. */
export function KeepingSection({ settings }: { settings: Settings }) {
  return (
    <Section title="What is kept">
      <div className="space-y-4 pt-1">
        <RetentionSetting current={settings.agentRetentionMs} />
        <SessionFilesSetting current={settings.deleteSessionFilesPolicy} />
      </div>
    </Section>
  );
}
