import type { Answers, QuestionItem } from '@/shared/protocol/ask';

/** What a person has chosen so far for one item. */
export interface Choice {
  labels: readonly string[];
  /** Own words; count only while `usesOwnWords`. */
  ownWords: string;
  usesOwnWords: boolean;
}

export type Choices = Readonly<Record<string, Choice>>;

export const noChoice: Choice = { labels: [], ownWords: '', usesOwnWords: false };

export function choiceOf(choices: Choices, item: QuestionItem): Choice {
  return choices[item.id] ?? noChoice;
}

export type ChoiceEvent =
  | { type: 'toggle'; item: QuestionItem; label: string }
  | { type: 'toggleOwnWords'; item: QuestionItem }
  | { type: 'write'; item: QuestionItem; text: string };

/** One option at a time, or several; own words are one more option. */
export function reduceChoices(choices: Choices, event: ChoiceEvent): Choices {
  const { item } = event;
  const choice = choiceOf(choices, item);
  const put = (next: Choice): Choices => ({ ...choices, [item.id]: next });
  switch (event.type) {
    case 'toggle': {
      if (!item.multiSelect) return put({ ...choice, labels: [event.label], usesOwnWords: false });
      const has = choice.labels.includes(event.label);
      const labels = has ? choice.labels.filter((label) => label !== event.label) : [...choice.labels, event.label];
      return put({ ...choice, labels });
    }
    case 'toggleOwnWords':
      if (!item.multiSelect) return put({ ...choice, labels: [], usesOwnWords: true });
      return put({ ...choice, usesOwnWords: !choice.usesOwnWords });
    case 'write':
      return put({
        labels: item.multiSelect ? choice.labels : [],
        ownWords: event.text,
        usesOwnWords: true,
      });
  }
}

function answerOf(item: QuestionItem, choice: Choice): string | string[] | undefined {
  const words = choice.usesOwnWords ? choice.ownWords.trim() : '';
  if (!item.multiSelect) return words !== '' ? words : choice.labels[0];
  const inOrder = item.options.map((option) => option.label).filter((label) => choice.labels.includes(label));
  const all = words === '' ? inOrder : [...inOrder, words];
  return all.length === 0 ? undefined : all;
}

/** All answers, or undefined while one is missing. */
export function answersOf(items: readonly QuestionItem[], choices: Choices): Answers | undefined {
  const answers: Answers = {};
  for (const item of items) {
    const choice = choiceOf(choices, item);
    const answer = choice.usesOwnWords && choice.ownWords.trim() === '' ? undefined : answerOf(item, choice);
    if (answer === undefined) return undefined;
    answers[item.id] = answer;
  }
  return answers;
}
