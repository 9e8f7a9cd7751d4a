import { isWorking, runsOnTerminal, type Agent, type Phase } from '@/shared/protocol/agent';
import type { Approval } from '@/shared/protocol/ask';
import type { AskMessage } from '@/shared/protocol/message';

const phaseWords: Record<Phase, string> = {
  starting: 'Starting',
  working: 'Working',
  retrying: 'The model did not answer, trying again',
  asking: 'Waits for you',
  idle: 'Idle',
  stopped: 'Stopped',
  failed: 'Failed',
};

export function phaseLabel(phase: Phase): string {
  return phaseWords[phase];
}

/** One line of what the agent does now. */
export function stateLine(agent: Agent): string {
  if (agent.problem !== undefined) return agent.problem;
  if (agent.phase === 'failed') return agent.error ?? phaseWords.failed;
  if (agent.activity !== '' && (isWorking(agent.phase) || agent.phase === 'asking')) return agent.activity;
  return phaseWords[agent.phase];
}

export interface EndWords {
  level: 'warning' | 'error';
  words: string;
  /** What a person can do about it. */
  next: string;
}

/** Why an agent that ended otherwise than it should have did so; undefined for every other one. */
export function endWords(agent: Agent): EndWords | undefined {
  if (agent.phase !== 'failed') return undefined;
  const words = sentence(agent.error ?? phaseWords.failed);
  if (runsOnTerminal(agent)) return { level: 'error', words, next: 'Resume starts it again.' };
  // Nothing went wrong in what it did: it was cut off from outside.
  if (words.startsWith('Interrupted')) return { level: 'warning', words, next: 'Send a message to go on.' };
  return { level: 'error', words, next: 'Send a message to try again.' };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…”"]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

export function wantsTo(approval: Approval): string {
  switch (approval.kind) {
    case 'exec':
      return 'Wants to run';
    case 'edit':
      return 'Wants to edit';
    case 'plan':
      return 'Has a plan';
    case 'other':
      return `Wants to use ${approval.toolName}`;
  }
}

export function askTitle(ask: AskMessage): string {
  if (ask.kind === 'approval') return ask.approval.title;
  return ask.question.items[0]?.text ?? ask.content;
}

export type Group = 'needs-you' | 'running' | 'idle' | 'done';

export function groupOf(agent: Agent): Group {
  if (agent.pending.length > 0 || agent.phase === 'asking' || agent.phase === 'failed') return 'needs-you';
  if (isWorking(agent.phase)) return 'running';
  return agent.phase === 'idle' ? 'idle' : 'done';
}

/** Oldest ask first; the running keep their place while they work; the rest by last activity. */
function compare(group: Group, a: Agent, b: Agent): number {
  switch (group) {
    case 'needs-you':
      // What can be answered stands before what has failed.
      return (
        Number(a.phase === 'failed') - Number(b.phase === 'failed') ||
        (a.pending[0]?.timestamp ?? a.lastActivity) - (b.pending[0]?.timestamp ?? b.lastActivity)
      );
    case 'running':
      return b.createdAt - a.createdAt;
    case 'idle':
    case 'done':
      return b.lastActivity - a.lastActivity;
  }
}

export function groupAgents(agents: Iterable<Agent>): Record<Group, Agent[]> {
  const groups: Record<Group, Agent[]> = { 'needs-you': [], running: [], idle: [], done: [] };
  for (const agent of agents) groups[groupOf(agent)].push(agent);
  for (const [group, list] of Object.entries(groups) as [Group, Agent[]][]) {
    list.sort((a, b) => compare(group, a, b) || a.id.localeCompare(b.id));
  }
  return groups;
}
