import type { EIP1193Parameters, PublicClient, PublicRpcSchema } from 'viem';
import type { z } from 'zod';

/**
 * What an endpoint answered is not what the question's answer can be: a failure of that endpoint, like not answering.
 */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';
}

/**
 * Asks one endpoint a question and reads its answer by a schema; rejects where it does not answer, and with a
 * {@link BadAnswerError} where it answers something else.
 */
export async function askEndpoint<Output>(
  { request }: Pick<PublicClient, 'request'>,
  question: EIP1193Parameters<PublicRpcSchema>,
  schema: z.ZodType<Output>,
): Promise<Output> {
  const answer: unknown = await request(question);
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const where = read.error.issues[0]?.path.join('.') ?? '';
  throw new BadAnswerError(`it answered ${question.method} with something else than expected, at "${where}"`);
}
