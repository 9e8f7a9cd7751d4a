import { z } from 'zod/mini';

/** `?provider=acp:goose`: that one is chosen at first. */
export const newAgentSearchSchema = z.object({ provider: z.catch(z.optional(z.string()), undefined) });

/** `?add=acp`: the form for a new one stands open. `from=new`: it then goes back to the form for a new agent. */
export const settingsSearchSchema = z.object({
  add: z.catch(z.optional(z.literal('acp')), undefined),
  from: z.catch(z.optional(z.literal('new')), undefined),
});
