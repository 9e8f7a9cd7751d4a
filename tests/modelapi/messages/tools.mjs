// The tools of Claude Code that a script's steps are done with.

import { callTool } from '../reply.mjs';
import { planFile } from './conversation.mjs';

export const tools = {
  write: ({ path, content }) => callTool('Write', { file_path: path, content }),
  edit: ({ path, before, after }) => callTool('Edit', { file_path: path, old_string: before, new_string: after }),
  run: ({ command }) => callTool('Bash', { command, description: 'Runs what the test asks for' }),
  ask({ question, labels, several }) {
    const options = labels.map((label) => ({ label, description: `Choose ${label}` }));
    return callTool('AskUserQuestion', { questions: [{ question, header: 'Choice', multiSelect: several, options }] });
  },
  plan: ({ text }, request) => [callTool('Write', { file_path: planFile(request), content: text }), callTool('ExitPlanMode', {})],
};
