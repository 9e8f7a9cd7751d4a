import { z } from 'zod/mini';

const diffHunkSchema = z.object({
  oldStart: z.number(),
  oldLines: z.number(),
  newStart: z.number(),
  newLines: z.number(),
  lines: z.array(z.string()),
});
export type DiffHunk = z.infer<typeof diffHunkSchema>;

export const fileDiffSchema = z.object({
  path: z.string(),
  added: z.number(),
  removed: z.number(),
  hunks: z.array(diffHunkSchema),
});
export type FileDiff = z.infer<typeof fileDiffSchema>;

/** In the place of a diff of another form: nobody should take it for no change. */
export const unreadableDiff: FileDiff = { path: '', added: 0, removed: 0, hunks: [] };
