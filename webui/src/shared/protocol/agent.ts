import { z } from 'zod';
import { jsonObject, optional, optionalText, optionalTime } from './fields';
import { isWaiting, messageSchema } from './message';

export const phaseSchema = z.enum(['starting', 'working', 'retrying', 'asking', 'idle', 'stopped', 'failed']);
export type Phase = z.infer<typeof phaseSchema>;

const stateFields = {
  status: z.enum(['running', 'waiting_input', 'stopped', 'error']),
  phase: phaseSchema,
  activity: z.string().catch(''),
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
  lastActivity: z.number().catch(0),
};

export const agentStateSchema = z.object(stateFields);
export type AgentState = z.infer<typeof agentStateSchema>;

const configSchema = z.object({
  provider: z.string().catch('claude'),
  directory: z.string(),
  prompt: z.string().catch(''),
  claudeMd: optionalText,
  flags: jsonObject.catch({}),
});

const choicesSchema = z.object({
  models: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().catch(''),
        description: z.string().catch(''),
        efforts: z.array(z.string()).catch([]),
      }),
    )
    .catch([]),
  modes: z.array(z.string()).catch([]),
  efforts: z.array(z.string()).catch([]),
});
export type Choices = z.infer<typeof choicesSchema>;

export const agentSchema = z.object({
  ...stateFields,
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  config: configSchema,
  projectName: optionalText,
  messageCount: z.number().catch(0),
  lastSeq: z.number().catch(0),
  pending: z
    .array(messageSchema)
    .catch([])
    .transform((messages) => messages.filter(isWaiting)),
  messages: z.array(messageSchema).catch([]),
  problem: optionalText,
  choices: optional(choicesSchema),
});
export type Agent = z.infer<typeof agentSchema>;

export function needsPerson(agent: Agent): boolean {
  return agent.pending.length > 0 || agent.phase === 'asking' || agent.phase === 'failed';
}

export function isWorking(phase: Phase): boolean {
  return phase === 'starting' || phase === 'working' || phase === 'retrying';
}

/** No process: a message, or Resume, starts it again. */
export function isDown(phase: Phase): boolean {
  return phase === 'stopped' || phase === 'failed';
}
