import { z } from 'zod';

/** A `Problem` (shared/result.ts) on the wire. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
});
