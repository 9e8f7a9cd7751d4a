import { endWords } from '@/shared/lib/agent-words';
import type { Agent } from '@/shared/protocol/agent';
import { InlineNotice } from '@/shared/ui/inline-notice';

/** Why the agent is down, in full, and what can be done: above the field that does it. */
export function EndNotice({ agent }: { agent: Agent }) {
  const end = endWords(agent);
  if (end === undefined) return null;
  return (
    <div className="mx-auto max-w-[752px] px-2 pb-2" data-testid="end-notice">
      <InlineNotice level={end.level}>
        <p className="max-h-32 overflow-y-auto whitespace-pre-wrap">{end.words}</p>
        <p className="text-text">{end.next}</p>
      </InlineNotice>
    </div>
  );
}
