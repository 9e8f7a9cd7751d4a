// Finds out from the messages of a chat completion what is being asked and how far the answer has come.

const Reminder = /<(system-reminder)>[\s\S]*?<\/\1>/g;
const TitleAsked = /title generator|generate a title/i;
const SummaryAsked = /summar/i;

const textsOf = ({ content }) =>
  (typeof content === 'string' ? [content] : (content ?? []).filter((part) => part.type === 'text').map((part) => part.text));

// What the person said in that message, without what OpenCode adds for the model. Of several texts the last one counts.
function wordsOf(message) {
  if (message.role !== 'user') return '';
  return textsOf(message).map((text) => text.replace(Reminder, '').trim()).filter(Boolean).at(-1) ?? '';
}

// {words, given}: the last thing a person said, and how many replies the model has already given to it.
export function readConversation({ messages }) {
  const at = messages.findLastIndex((message) => wordsOf(message) !== '');
  const given = messages.slice(at + 1).filter((message) => message.role === 'assistant').length;
  return { words: at < 0 ? '' : wordsOf(messages[at]), given };
}

// Every user text of the conversation, oldest first: what a loaded session still knows.
export const userTexts = ({ messages }) => messages.map(wordsOf).filter(Boolean);

// What is asked beside the conversation comes without tools.
export function sideRequest({ tools, messages }) {
  if (tools?.length) return undefined;
  const asked = [messages.find((message) => message.role === 'system'), messages.at(-1)].filter(Boolean).flatMap(textsOf).join('\n');
  if (TitleAsked.test(asked)) return 'title';
  return SummaryAsked.test(asked) ? 'summary' : 'other';
}
