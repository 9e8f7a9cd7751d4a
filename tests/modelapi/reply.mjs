// Which part of a script is due: a script is a list of replies, and a reply ends with a tool call, because the model then waits for its result.

import { parseScript } from './script.mjs';

// What every API can say by itself; all else is done with tools, which each CLI names in its own way.
const Plain = new Set(['text', 'words', 'thinking', 'hold', 'cut', 'fail', 'error', 'tool']);

export const say = (text) => [{ kind: 'text', text }];
export const callTool = (name, input) => ({ kind: 'tool', name, input });

// The steps with the CLI's own tools in them. `tools[kind](step, request)` gives one step or several.
function withTools(steps, tools, request) {
  return steps.flatMap((step) => {
    if (Plain.has(step.kind)) return step;
    if (!tools[step.kind]) throw new Error(`This CLI has nothing to ${step.kind} with`);
    return tools[step.kind](step, request);
  });
}

// [[step, ...], ...]
export function repliesOf(steps) {
  const replies = [];
  let open = false;
  for (const step of steps) {
    if (!open && !(step.also && replies.length > 0)) replies.push([]);
    replies.at(-1).push(step);
    open = step.kind !== 'tool';
  }
  return replies;
}

// {steps, key}: what is to be said to `words` after `given` replies, and a key that stays the same when the request is repeated.
export function dueReply({ words, given, request, tools }) {
  const replies = repliesOf(withTools(parseScript(words), tools, request));
  const key = `${given}:${words}`;
  if (replies.length === 0) return { steps: say(given === 0 ? `You said: ${words.slice(0, 200)}` : 'Done.'), key };
  return { steps: replies[given] ?? say('Done.'), key };
}
