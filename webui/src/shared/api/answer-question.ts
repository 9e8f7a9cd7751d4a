import { questionReplySchema } from '@/shared/protocol/calls';
import type { Answers, Question } from '@/shared/protocol/ask';
import { request } from './http';

export type QuestionReply = { answers: Answers } | { skip: true; message?: string };

export async function answerQuestion(
  agentId: string,
  questionId: string,
  reply: QuestionReply,
): Promise<Question> {
  const path = `/agents/${encodeURIComponent(agentId)}/questions/${encodeURIComponent(questionId)}`;
  return (await request('POST', path, questionReplySchema, reply)).question;
}
