import { isDown, type Agent } from '@/shared/protocol/agent';
import { isAsk, isWaiting, type AskMessage, type Message } from '@/shared/protocol/message';
import type { JournalRecord } from '@/shared/protocol/record';
import { grown } from './grown';

/** What is known of one agent: its state after record `lastSeq`, and its newest messages, ascending by seq. */
export interface Timeline {
  agent: Agent;
  messages: readonly Message[];
  lastSeq: number;
  /** There are messages before the first one here. */
  hasOlder: boolean;
}

export interface Applied {
  timeline: Timeline;
  /** A record is missing before the rest: what came after it was not applied. */
  gap: boolean;
}

export function timelineOf(agent: Agent, lastSeq: number): Timeline {
  const messages = [...agent.messages].sort((a, b) => a.seq - b.seq);
  return { agent, messages, lastSeq, hasOlder: agent.messageCount > messages.length };
}

/** Index of the first message with at least this seq. */
function lowerBound(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = messages[middle];
    if (at !== undefined && at.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function putMessage(messages: Message[], message: Message, hasOlder: boolean): void {
  const index = lowerBound(messages, message.seq);
  if (messages[index]?.id === message.id) {
    messages[index] = message;
    return;
  }
  // A change of a message in a page that is not loaded: the page will bring it.
  if (index === 0 && hasOlder && messages.length > 0) return;
  messages.splice(index, 0, message);
}

function putPending(pending: readonly AskMessage[], message: Message): readonly AskMessage[] {
  if (!isAsk(message)) return pending;
  const others = pending.filter((other) => other.id !== message.id);
  if (!isWaiting(message)) return others.length === pending.length ? pending : others;
  return [...others, message].sort((a, b) => a.seq - b.seq);
}

/** Applies each record once and in order; older ones are known already, a gap stops it. */
export function applyRecords(timeline: Timeline, records: readonly JournalRecord[]): Applied {
  let { agent, lastSeq } = timeline;
  let messages: Message[] | undefined;
  const changeable = (): Message[] => (messages ??= [...timeline.messages]);

  let gap = false;
  for (const record of records) {
    if (record.seq <= lastSeq) continue;
    if (record.seq > lastSeq + 1) {
      gap = true;
      break;
    }
    lastSeq = record.seq;
    switch (record.type) {
      case 'message': {
        const { message } = record;
        putMessage(changeable(), message, timeline.hasOlder);
        const isNew = message.seq === record.seq;
        agent = {
          ...agent,
          pending: [...putPending(agent.pending, message)],
          messageCount: agent.messageCount + (isNew ? 1 : 0),
        };
        break;
      }
      case 'append': {
        const list = changeable();
        // What grows is almost always near the end.
        const index = list.findLastIndex((message) => message.id === record.id);
        const target = list[index];
        if (target !== undefined) list[index] = grown(target, record.text);
        break;
      }
      case 'state':
        agent = { ...agent, ...record.state };
        // Nothing is measured of a process that is gone.
        if (isDown(agent.phase)) agent = { ...agent, resources: undefined };
        break;
      case 'unknown':
        break;
    }
  }
  if (lastSeq === timeline.lastSeq) return { timeline, gap };
  return { timeline: { ...timeline, agent, lastSeq, messages: messages ?? timeline.messages }, gap };
}

/** Puts an older page before what is there; repeated messages are dropped. */
export function prependPage(timeline: Timeline, page: readonly Message[], more: boolean): Timeline {
  const firstSeq = timeline.messages[0]?.seq ?? Infinity;
  const older = page.filter((message) => message.seq < firstSeq).sort((a, b) => a.seq - b.seq);
  return { ...timeline, messages: [...older, ...timeline.messages], hasOlder: more };
}

/**
 * Name, problem and resources are not journaled, so they come by snapshot. The rest is taken only if the snapshot stands
 * at the very record that we do: newer records bring it themselves, in order.
 */
export function applySnapshot(timeline: Timeline, snapshot: Agent): Timeline {
  const { name, problem, resources } = snapshot;
  if (snapshot.lastSeq !== timeline.lastSeq) {
    return { ...timeline, agent: { ...timeline.agent, name, problem, resources } };
  }
  const { pending, choices, messages } = timeline.agent;
  return { ...timeline, agent: { ...snapshot, pending, choices, messages } };
}
