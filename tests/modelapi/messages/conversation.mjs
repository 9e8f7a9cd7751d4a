// Finds out from a request's messages what is being asked and how far the answer has come.

const Reminder = /<(system-reminder|command-[a-z]+|local-command-[a-z]+)>[\s\S]*?<\/\1>/g;
const Interrupted = /^\[Request interrupted by user/;
// A message that comes in mid-turn reaches the model as a system message.
const Steered = /^The user sent a new message while you were working:\n([\s\S]*?)(\n\nThis is how [\s\S]*)?$/;
const SummaryAsked = /your task is to create a detailed summary of the conversation/i;

const blocksOf = (message) =>
  typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;

const isWords = (text) => text !== '' && !Interrupted.test(text);

// What the person said in that message, without what the CLI adds for the model. Of several texts the last one counts:
// after an interrupt the CLI joins the old prompt and the new one into one message.
function wordsOf(message) {
  if (message.role === 'assistant') return '';
  const texts = blocksOf(message).filter((block) => block.type === 'text').map((block) => block.text);
  if (message.role === 'system') return Steered.exec(texts.join('\n'))?.[1] ?? '';
  return texts.map((text) => text.replace(Reminder, '').trim()).filter(isWords).at(-1) ?? '';
}

export const allText = (request) =>
  [
    ...(typeof request.system === 'string' ? [request.system] : (request.system ?? []).map((block) => block.text)),
    ...request.messages.flatMap((message) => blocksOf(message).map((block) => block.text ?? '')),
  ].join('\n');

// {words, given}: the last thing a person said, and how many replies the model has already given to it.
export function readConversation(request) {
  const { messages } = request;
  let at = messages.length - 1;
  while (at > 0 && wordsOf(messages[at]) === '') --at;
  const words = wordsOf(messages[at]);
  return { words, given: messages.slice(at + 1).filter((message) => message.role === 'assistant').length };
}

// Every user text of the conversation, oldest first: what a resumed session still knows.
export const userTexts = (request) => request.messages.map(wordsOf).filter(Boolean);

// The file that the CLI told the model to write its plan to.
export const planFile = (request) => /(\/\S*\/plans\/[^\s`'"]+\.md)/.exec(allText(request))?.[1];

// What is asked beside the conversation: 'title' and the like come without tools, a summary (/compact) with them.
export function sideRequest(request) {
  if (SummaryAsked.test(wordsOf(request.messages.at(-1)))) return 'summary';
  if (request.tools?.length) return undefined;
  return request.output_config?.format ? 'title' : 'other';
}
