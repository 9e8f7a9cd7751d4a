// The tools of Codex that a script's steps are done with.

import { callTool, say } from '../reply.mjs';
import { isCustom } from './toolset.mjs';

const prefixed = (prefix, text) => text.replace(/\n$/, '').split('\n').map((line) => prefix + line);

const patch = (...lines) => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

// Newer models have one tool only, which takes a script that calls all others.
const inCodeMode = (request) => isCustom(request, 'exec');
const applied = (text, request) =>
  (inCodeMode(request) ? callTool('exec', `text(await tools.apply_patch(${JSON.stringify(text)}));`) : callTool('apply_patch', text));

export const tools = {
  run: ({ command }, request) =>
    (inCodeMode(request)
      ? callTool('exec', `text((await tools.exec_command(${JSON.stringify({ cmd: command })})).output);`)
      : callTool('exec_command', { cmd: command })),
  write: ({ path, content }, request) => applied(patch(`*** Add File: ${path}`, ...prefixed('+', content)), request),
  edit: ({ path, before, after }, request) =>
    applied(patch(`*** Update File: ${path}`, '@@', ...prefixed('-', before), ...prefixed('+', after)), request),
  todo: ({ items }) => callTool('update_plan', { plan: items.map(({ text, status }) => ({ step: text, status })) }),
  ask: ({ question, labels }) => callTool('request_user_input', {
    questions: [{ id: 'choice', header: 'Choice', question, options: labels.map((label) => ({ label, description: `Choose ${label}` })) }],
  }),
  plan: ({ text }) => say(`<proposed_plan>\n${text}\n</proposed_plan>\n`),
};
