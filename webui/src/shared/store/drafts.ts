import { keyPrefix, readStored, writeStored } from '@/shared/lib/storage';

const prefix = `${keyPrefix}draft.`;

/** What was typed for an agent and not sent. */
export function readDraft(agentId: string): string {
  return readStored(prefix + agentId) ?? '';
}

export function writeDraft(agentId: string, text: string): void {
  writeStored(prefix + agentId, text === '' ? undefined : text);
}
