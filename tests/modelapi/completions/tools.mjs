// The tools of OpenCode that a script's steps are done with.

import { callTool } from '../reply.mjs';

export const tools = {
  write: ({ path, content }) => callTool('write', { filePath: path, content }),
  edit: ({ path, before, after }) => callTool('edit', { filePath: path, oldString: before, newString: after }),
  run: ({ command }) => callTool('bash', { command, description: 'Runs what the test asks for' }),
  todo: ({ items }) => callTool('todowrite', { todos: items.map(({ text, status }) => ({ content: text, status, priority: 'medium' })) }),
};
