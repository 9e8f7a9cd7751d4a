// The Messages API, as Claude Code uses it.

import { dueReply, say } from '../reply.mjs';
import { named } from '../events.mjs';
import { readConversation, sideRequest, userTexts } from './conversation.mjs';
import { tools } from './tools.mjs';
import { MessagesVoice, wholeMessage } from './voice.mjs';

const SideAnswers = {
  title: JSON.stringify({ title: 'A scripted task', isNewTopic: true }),
  summary: '<analysis>Nothing to add.</analysis>\n<summary>A scripted task was worked on.</summary>',
  other: 'A scripted task',
};

const ErrorTypes = {
  400: 'invalid_request_error', 401: 'authentication_error', 403: 'permission_error', 404: 'not_found_error',
  429: 'rate_limit_error', 500: 'api_error', 529: 'overloaded_error',
};

export const messagesApi = {
  path: '/v1/messages',

  // What the log says of a request.
  describe: (request) => ({
    side: sideRequest(request), model: request.model, effort: request.output_config?.effort, thinking: request.thinking,
    tools: request.tools?.length ?? 0, messages: request.messages.length, userTexts: userTexts(request),
  }),

  // {steps, key}
  reply(request) {
    const side = sideRequest(request);
    return side ? { steps: say(SideAnswers[side]) } : dueReply({ ...readConversation(request), request, tools });
  },

  error: (status, message, type) => ({ type: 'error', error: { type: type ?? ErrorTypes[status] ?? 'api_error', message } }),

  whole: wholeMessage,
  voice: (request, steps) => new MessagesVoice(request, steps),
  frame: named,
  last: '',
};
