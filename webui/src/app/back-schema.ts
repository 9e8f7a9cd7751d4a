import { z } from 'zod/mini';

/** A page of this dashboard to return to; "//host" and "/\host" would be another site. */
export const backSchema = z.catch(z.optional(z.string().check(z.regex(/^\/(?![/\\])/))), undefined);
