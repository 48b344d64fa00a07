import { z } from 'zod';

/**
 * What every screen shows of a transfer: `units` are base units of its token (10^-`decimals` each), `explorerUrl` is the
 * transaction's page, null for a chain that has no explorer.
 */
export const transferViewSchema = z.object({
  chainId: z.int(),
  chainName: z.string(),
  txHash: z.string(),
  explorerUrl: z.string().nullable(),
  symbol: z.string(),
  decimals: z.int(),
  units: z.string(),
  to: z.string(),
});
