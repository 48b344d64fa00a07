import { z } from 'zod';

/**
 * Text as a person typed it, right or wrong: room for far too much (200,000 characters), so that nothing typed is ever
 * cut. What is too long for its field is for `textProblem` to say, at the field.
 */
export const typedTextSchema = z.string().max(200_000);
