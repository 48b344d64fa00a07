import { encodeAbiParameters, encodeEventTopics, erc20Abi, pad, toHex } from 'viem';
import { expect, test } from 'vitest';
import { decodeTransfer } from '../../../../shared/payment/decode-transfer.ts';
import { rpcLogSchema } from '../../../../shared/payment/rpc-answers.ts';

const from = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const to = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
const [transfer, sender, recipient] = encodeEventTopics({ abi: erc20Abi, eventName: 'Transfer', args: { from, to } });
const [approval] = encodeEventTopics({ abi: erc20Abi, eventName: 'Approval' });
const answered = {
  address: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  topics: [transfer, sender, recipient],
  data: encodeAbiParameters([{ type: 'uint256' }], [2n ** 256n - 1n]),
  blockNumber: '0x20',
  blockHash: `0x${'AB'.repeat(32)}`,
  transactionHash: `0x${'Cd'.repeat(32)}`,
  logIndex: '0x1f',
};
const read = (change: object = {}) => decodeTransfer(31337, rpcLogSchema.parse({ ...answered, ...change }));

test('an ERC-20 transfer is read whole, its hex in lower case', () => {
  expect(read()).toEqual({
    chainId: 31337,
    blockNumber: 32n,
    blockHash: `0x${'ab'.repeat(32)}`,
    txHash: `0x${'cd'.repeat(32)}`,
    logIndex: 31,
    token: answered.address.toLowerCase(),
    from: from.toLowerCase(),
    to: to.toLowerCase(),
    units: 2n ** 256n - 1n,
  });
});

test.each([
  ['another event', { topics: [approval, sender, recipient] }],
  ['an ERC-721 transfer', { topics: [transfer, sender, recipient, pad(toHex(7))], data: '0x' }],
  ['too few topics', { topics: [transfer, sender] }],
  ['a topic that is no word', { topics: [transfer, sender, to] }],
  ['data of another length', { data: '0x' }],
  ['a log that was taken out of the chain', { removed: true }],
])('anything else is none: %s', (_, change) => {
  expect(read(change)).toBeNull();
});
