import { z } from 'zod';

/** A page of this dashboard to return to; "//host" and "/\host" would be another site. */
export const backSchema = z
  .string()
  .regex(/^\/(?![/\\])/)
  .optional()
  .catch(undefined);
