import { z } from 'zod/mini';
import { jsonObject, optional, optionalText } from './fields';
import { fileDiffSchema, unreadableDiff } from './file-diff';

export const askStateSchema = z.enum(['waiting', 'decided', 'withdrawn', 'void']);
export type AskState = z.infer<typeof askStateSchema>;

/** Who decided what, when and from where. */
export const decisionSchema = z.object({
  optionId: z.string(),
  label: z.catch(z.string(), ''),
  message: optionalText,
  by: z.catch(z.string(), ''),
  from: z.catch(z.string(), ''),
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
  kind: z.catch(z.enum(['exec', 'edit', 'plan', 'other']), 'other'),
  title: z.string(),
  detail: optionalText,
  input: jsonObject,
  /** What it would change in files, as far as the CLI tells. One that cannot be read stays, as unreadable. */
  diffs: z.catch(z.array(z.catch(fileDiffSchema, unreadableDiff)), []),
  inputEditable: z.catch(z.boolean(), false),
  state: askStateSchema,
  options: z.array(approvalOptionSchema),
  decision: optional(decisionSchema),
});
export type Approval = z.infer<typeof approvalSchema>;

const questionOptionSchema = z.object({
  label: z.string(),
  description: z.catch(z.string(), ''),
  preview: optionalText,
});

export const questionItemSchema = z.object({
  id: z.string(),
  header: z.catch(z.string(), ''),
  text: z.string(),
  multiSelect: z.catch(z.boolean(), false),
  freeText: z.catch(z.boolean(), true),
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
