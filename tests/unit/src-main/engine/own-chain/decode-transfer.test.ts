import { encodeAbiParameters, encodeEventTopics, erc20Abi, pad, toHex } from 'viem';
import { expect, test } from 'vitest';
import { decodeTransfer, type RawLog } from '../../../../../src-main/engine/own-chain/decode-transfer.ts';

const from = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const to = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
const topics = encodeEventTopics({ abi: erc20Abi, eventName: 'Transfer', args: { from, to } }) as RawLog['topics'];
const log: RawLog = {
  address: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  topics,
  data: encodeAbiParameters([{ type: 'uint256' }], [2n ** 256n - 1n]),
  logIndex: '0x1f',
};

test('an ERC-20 transfer is read whole, its addresses in lower case', () => {
  expect(decodeTransfer(log)).toEqual({
    logIndex: 31,
    token: log.address.toLowerCase(),
    from: from.toLowerCase(),
    to: to.toLowerCase(),
    units: 2n ** 256n - 1n,
  });
});

test('anything else is none: another event, an ERC-721 transfer, data of another length', () => {
  const [transfer, sender, recipient] = topics;
  if (!transfer || !sender || !recipient) throw new Error('viem gave too few topics');
  const approval = encodeEventTopics({ abi: erc20Abi, eventName: 'Approval' }) as RawLog['topics'];
  expect(decodeTransfer({ ...log, topics: [...approval, sender, recipient] })).toBeNull();
  expect(decodeTransfer({ ...log, topics: [...topics, pad(toHex(7))], data: '0x' })).toBeNull();
  expect(decodeTransfer({ ...log, topics: [transfer, sender] })).toBeNull();
  expect(decodeTransfer({ ...log, data: '0x' })).toBeNull();
});
