import type { AcpAgent } from '@/shared/protocol/calls';
import { idFor, toAcpAgent, type AcpForm } from './acp-form';

export const maxAcpAgents = 32;

export interface ChangedList {
  list: AcpAgent[];
  /** The one that the form made, and where it stands. */
  agent: AcpAgent;
  index: number;
}

/** The list with what the form says: at the place of the edited one, or at the end. */
export function putAcpAgent(list: readonly AcpAgent[], form: AcpForm, editedId: string | undefined): ChangedList {
  const found = list.findIndex(({ id }) => id === editedId);
  const id = editedId ?? idFor(form.name, new Set(list.map((other) => other.id)));
  const agent = toAcpAgent(form, id, list[found]);
  // Removed by another browser in the meantime: whoever edits it wants it.
  if (found < 0) return { list: [...list, agent], agent, index: list.length };
  return { list: list.with(found, agent), agent, index: found };
}

export function removeAcpAgent(list: readonly AcpAgent[], id: string): AcpAgent[] {
  return list.filter((other) => other.id !== id);
}
