// OpenAI's Responses API, as Codex uses it: streams only.

import { named } from '../events.mjs';
import { openAiError } from '../openaierror.mjs';
import { dueReply, say } from '../reply.mjs';
import { readConversation, sideRequest, userTexts } from './conversation.mjs';
import { tools } from './tools.mjs';
import { toolsOf } from './toolset.mjs';
import { ResponsesVoice } from './voice.mjs';

export const responsesApi = {
  path: '/v1/responses',

  describe: (request) => ({
    side: sideRequest(request), model: request.model, effort: request.reasoning?.effort, tools: toolsOf(request).length,
    messages: request.input.length, userTexts: userTexts(request),
  }),

  reply: (request) =>
    (sideRequest(request) ? { steps: say('A scripted task was worked on.') } : dueReply({ ...readConversation(request), request, tools })),

  error: openAiError,
  voice: (request) => new ResponsesVoice(request),
  frame: named,
  last: '',
};
