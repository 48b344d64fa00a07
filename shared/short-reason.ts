/** The first line of what an error says: in viem's that is what is wrong, and the rest is the request. */
export function shortReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? '';
}
