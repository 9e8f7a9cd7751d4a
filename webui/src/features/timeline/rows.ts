import type { Message, MessageOf } from '@/shared/protocol/message';
import type { OutboxEntry } from '@/shared/store/outbox';

/** One line or block of the timeline. */
export type Row =
  | { kind: 'message'; key: string; message: Message; depth: number; childCount: number; lastChild: string | undefined }
  | { kind: 'outbox'; key: string; entry: OutboxEntry };

/** A subagent in a subagent in a subagent is indented no further. */
const maxDepth = 3;

function childrenByParent(messages: readonly Message[]): Map<string, Message[]> {
  const children = new Map<string, Message[]>();
  for (const message of messages) {
    if (message.parentId === undefined) continue;
    const siblings = children.get(message.parentId);
    if (siblings === undefined) children.set(message.parentId, [message]);
    else siblings.push(message);
  }
  return children;
}

function oneLine(message: Message | undefined): string | undefined {
  if (message === undefined) return undefined;
  return message.kind === 'tool' ? message.tool.title : message.content.split('\n', 1)[0];
}

function isTool(message: Message): message is MessageOf<'tool'> {
  return message.kind === 'tool';
}

/**
 * Messages in order; what belongs to a subagent stands indented under its tool call while that is unfolded.
 * Messages whose tool call is in a page that is not loaded stand where they are. The outbox comes last.
 */
export function rowsOf(
  messages: readonly Message[],
  unfolded: ReadonlySet<string>,
  outbox: readonly OutboxEntry[],
): Row[] {
  const children = childrenByParent(messages);
  const toolIds = new Set(messages.filter(isTool).map((message) => message.tool.id));
  const rows: Row[] = [];

  const push = (message: Message, depth: number) => {
    const own = isTool(message) ? (children.get(message.tool.id) ?? []) : [];
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      depth: Math.min(depth, maxDepth),
      childCount: own.length,
      lastChild: oneLine(own[own.length - 1]),
    });
    if (unfolded.has(message.id)) for (const child of own) push(child, depth + 1);
  };

  for (const message of messages) {
    if (message.parentId === undefined) push(message, 0);
    else if (!toolIds.has(message.parentId)) push(message, 1);
  }

  const shown = new Set(messages.flatMap((message) => (message.kind === 'prompt' ? [message.clientId] : [])));
  for (const entry of outbox) {
    if (!shown.has(entry.clientId)) rows.push({ kind: 'outbox', key: `outbox.${entry.clientId}`, entry });
  }
  return rows;
}

/** How many rows came after this sequence number. */
export function countAfter(rows: readonly Row[], seq: number): number {
  let count = 0;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row?.kind !== 'message') continue;
    if (row.message.seq <= seq) break;
    count += 1;
  }
  return count;
}

export function lastSeqOf(rows: readonly Row[]): number {
  return rows.reduce((last, row) => (row.kind === 'message' ? Math.max(last, row.message.seq) : last), 0);
}
