import { z } from 'zod';

/** Bytes as hex; read into lower case. */
export const rpcData = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text.toLowerCase() as `0x${string}`);

/** A hash of 32 bytes, in lower case. */
const rpcHash = rpcData.refine((text) => text.length === 66);

/** A number as hex, read into a bigint. */
export const rpcQuantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform(BigInt);

/** A log as `eth_getLogs` and receipts have it (Ethereum JSON-RPC). */
export const rpcLogSchema = z.object({
  address: rpcData,
  topics: z.array(rpcData),
  data: rpcData,
  blockNumber: rpcQuantity,
  blockHash: rpcHash,
  transactionHash: rpcHash,
  logIndex: rpcQuantity.transform(Number),
  removed: z.boolean().optional(),
});
export type RpcLog = z.infer<typeof rpcLogSchema>;

/** A receipt of a transaction in a block; `status` is 1 where it succeeded (EIP-658). */
export const rpcReceiptSchema = z.object({
  status: rpcQuantity.transform(Number),
  blockHash: rpcHash,
  blockNumber: rpcQuantity,
  logs: z.array(rpcLogSchema),
});

/** A block that is in the chain, with the hashes of its transactions; `timestamp` is Unix seconds. */
export const rpcBlockSchema = z.object({
  number: rpcQuantity,
  hash: rpcHash,
  parentHash: rpcHash,
  timestamp: rpcQuantity.transform(Number),
  logsBloom: rpcData,
  transactions: z.array(rpcHash),
});
