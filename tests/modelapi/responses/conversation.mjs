// Finds out from the input of a Responses request what is being asked and how far the answer has come.

// What Codex adds for the model in the person's name: surroundings, instructions, the news of an interrupt.
const Context = [/^<([a-z_-]+)[^>]*>[\s\S]*<\/\1>$/, /^# AGENTS\.md instructions/];
const SummaryAsked = /CONTEXT CHECKPOINT COMPACTION|create a handoff summary/i;

const isWords = (text) => text !== '' && !Context.some((pattern) => pattern.test(text));

// What the person said in that item. Of several texts the last one counts.
function wordsOf(item) {
  if (item.type !== 'message' || item.role !== 'user') return '';
  const parts = typeof item.content === 'string' ? [{ text: item.content }] : item.content;
  return parts.map((part) => (part.text ?? '').trim()).filter(isWords).at(-1) ?? '';
}

// A bare {role, content} is a message too.
const itemsOf = ({ input }) =>
  (typeof input === 'string' ? [{ role: 'user', content: input }] : input).map((item) => ({ type: 'message', ...item }));

const isOfModel = (item) => (item.type === 'message' ? item.role === 'assistant' : /^reasoning$|_call$/.test(item.type));

// {words, given}: the last thing a person said, and how many replies the model has already given to it.
// A reply is several items: thoughts, texts, and calls whose outputs come behind them all.
export function readConversation(request) {
  const items = itemsOf(request);
  const at = items.findLastIndex((item) => wordsOf(item) !== '');
  const after = items.slice(at + 1);
  const given = after.filter((item, i) => isOfModel(item) && !(i > 0 && isOfModel(after[i - 1]))).length;
  return { words: at < 0 ? '' : wordsOf(items[at]), given };
}

// Every user text of the conversation, oldest first: what a resumed thread still knows.
export const userTexts = (request) => itemsOf(request).map(wordsOf).filter(Boolean);

// What is asked beside the conversation.
export function sideRequest(request) {
  const last = itemsOf(request).at(-1);
  return last && SummaryAsked.test(wordsOf(last)) ? 'summary' : undefined;
}
