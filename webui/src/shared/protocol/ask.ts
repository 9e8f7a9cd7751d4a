import { z } from 'zod';
import { jsonObject, optional, optionalText } from './fields';

export const askStateSchema = z.enum(['waiting', 'decided', 'withdrawn', 'void']);
export type AskState = z.infer<typeof askStateSchema>;

/** Who decided what, when and from where. */
export const decisionSchema = z.object({
  optionId: z.string(),
  label: z.string().catch(''),
  message: optionalText,
  by: z.string().catch(''),
  from: z.string().catch(''),
  at: z.number(),
});
export type Decision = z.infer<typeof decisionSchema>;

export const approvalOptionSchema = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['allow_once', 'allow_always', 'reject_once', 'reject_stop']),
  detail: optionalText,
});
export type ApprovalOption = z.infer<typeof approvalOptionSchema>;

export const approvalSchema = z.object({
  id: z.string(),
  toolId: optionalText,
  toolName: z.string(),
  kind: z.enum(['exec', 'edit', 'plan', 'other']).catch('other'),
  title: z.string(),
  detail: optionalText,
  input: jsonObject,
  inputEditable: z.boolean().catch(false),
  state: askStateSchema,
  options: z.array(approvalOptionSchema),
  decision: optional(decisionSchema),
});
export type Approval = z.infer<typeof approvalSchema>;

const questionOptionSchema = z.object({
  label: z.string(),
  description: z.string().catch(''),
  preview: optionalText,
});

export const questionItemSchema = z.object({
  id: z.string(),
  header: z.string().catch(''),
  text: z.string(),
  multiSelect: z.boolean().catch(false),
  freeText: z.boolean().catch(true),
  options: z.array(questionOptionSchema),
});
export type QuestionItem = z.infer<typeof questionItemSchema>;

export const answersSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type Answers = z.infer<typeof answersSchema>;

export const questionSchema = z.object({
  id: z.string(),
  toolId: optionalText,
  state: askStateSchema,
  items: z.array(questionItemSchema),
  answers: optional(answersSchema),
  decision: optional(decisionSchema),
});
export type Question = z.infer<typeof questionSchema>;
