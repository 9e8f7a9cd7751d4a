// OpenAI's chat completions, as OpenCode uses them: streams only.

import { unnamed } from '../events.mjs';
import { openAiError } from '../openaierror.mjs';
import { dueReply, say } from '../reply.mjs';
import { readConversation, sideRequest, userTexts } from './conversation.mjs';
import { tools } from './tools.mjs';
import { CompletionsVoice } from './voice.mjs';

const SideAnswers = { title: 'A scripted task', summary: 'A scripted task was worked on.', other: 'A scripted task' };

export const completionsApi = {
  path: '/v1/chat/completions',

  describe: (request) => ({
    side: sideRequest(request), model: request.model, effort: request.reasoning_effort, tools: request.tools?.length ?? 0,
    messages: request.messages.length, userTexts: userTexts(request),
  }),

  reply(request) {
    const side = sideRequest(request);
    return side ? { steps: say(SideAnswers[side]) } : dueReply({ ...readConversation(request), request, tools });
  },

  error: openAiError,
  voice: (request) => new CompletionsVoice(request),
  frame: unnamed,
  last: 'data: [DONE]\n\n',
};
