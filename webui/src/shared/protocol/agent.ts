import { z } from 'zod/mini';
import { jsonObject, optional, optionalText, optionalTime } from './fields';
import { isWaiting, messageSchema } from './message';

export const phaseSchema = z.enum(['starting', 'working', 'retrying', 'asking', 'idle', 'stopped', 'failed']);
export type Phase = z.infer<typeof phaseSchema>;

const stateFields = {
  status: z.enum(['running', 'waiting_input', 'stopped', 'error']),
  phase: phaseSchema,
  activity: z.catch(z.string(), ''),
  sessionId: optionalText,
  model: optionalText,
  mode: optionalText,
  effort: optionalText,
  cliVersion: optionalText,
  costUsd: optional(z.number()),
  tokenUsage: optional(z.object({ input: z.number(), output: z.number() })),
  contextWindow: optional(z.object({ used: z.number(), total: z.number() })),
  error: optionalText,
  turnStartedAt: optionalTime,
  lastActivity: z.catch(z.number(), 0),
};

export const agentStateSchema = z.object(stateFields);
export type AgentState = z.infer<typeof agentStateSchema>;

const configSchema = z.object({
  provider: z.catch(z.string(), 'claude'),
  directory: z.string(),
  prompt: z.catch(z.string(), ''),
  claudeMd: optionalText,
  flags: z.catch(jsonObject, {}),
});

export const modelChoiceSchema = z.object({
  id: z.string(),
  name: z.catch(z.string(), ''),
  description: z.catch(z.string(), ''),
  efforts: z.catch(z.array(z.string()), []),
});

const choicesSchema = z.object({
  models: z.catch(z.array(modelChoiceSchema), []),
  modes: z.catch(z.array(z.string()), []),
  efforts: z.catch(z.array(z.string()), []),
});
export type Choices = z.infer<typeof choicesSchema>;

/** What its processes use together. */
const resourcesSchema = z.object({
  rssBytes: z.number(),
  /** In cores: 0.25 is a quarter of one. */
  cpu: z.number(),
  processes: z.catch(z.number(), 0),
  sampledAt: z.catch(z.number(), 0),
});
export type Resources = z.infer<typeof resourcesSchema>;

export const agentSchema = z.object({
  ...stateFields,
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  config: configSchema,
  projectName: optionalText,
  messageCount: z.catch(z.number(), 0),
  lastSeq: z.catch(z.number(), 0),
  pending: z.pipe(
    z.catch(z.array(messageSchema), []),
    z.transform((messages) => messages.filter(isWaiting)),
  ),
  messages: z.catch(z.array(messageSchema), []),
  problem: optionalText,
  resources: z.catch(optional(resourcesSchema), undefined),
  choices: optional(choicesSchema),
});
export type Agent = z.infer<typeof agentSchema>;

export function needsPerson(agent: Agent): boolean {
  return agent.pending.length > 0 || agent.phase === 'asking' || agent.phase === 'failed';
}

export function isWorking(phase: Phase): boolean {
  return phase === 'starting' || phase === 'working' || phase === 'retrying';
}

/** A screen to type at rather than a conversation. */
export function runsOnTerminal({ config }: Pick<Agent, 'config'>): boolean {
  return config.provider === 'command' || config.flags['terminal'] === true;
}

/** No process: a message, or Resume, starts it again. */
export function isDown(phase: Phase): boolean {
  return phase === 'stopped' || phase === 'failed';
}
