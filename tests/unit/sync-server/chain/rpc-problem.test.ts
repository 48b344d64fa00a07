import { expect, test } from 'vitest';
import { classifyRpcFailure, type RpcFailure, type RpcProblemCode } from '../../../../sync-server/chain/rpc-problem.ts';

const cases: [RpcFailure, RpcProblemCode, boolean][] = [
  [{ timedOut: true }, 'rpc.timeout', true],
  [{ status: 429 }, 'rpc.rate-limited', true],
  [{ rpcCode: -32005, message: 'daily request count exceeded, request rate limited' }, 'rpc.rate-limited', true],
  [{ rpcCode: -32005, message: 'query returned more than 10000 results' }, 'rpc.range-too-large', false],
  [
    { rpcCode: -32602, message: 'You can make eth_getLogs requests with up to a 10 block range.' },
    'rpc.range-too-large',
    false,
  ],
  [{ rpcCode: -32614, message: 'eth_getLogs is limited to a 10,000 range' }, 'rpc.range-too-large', false],
  [{ rpcCode: -32000, message: 'exceed maximum block range: 50000' }, 'rpc.range-too-large', false],
  [{ rpcCode: -32602, message: 'Log response size exceeded.' }, 'rpc.range-too-large', false],
  [{ status: 413 }, 'rpc.range-too-large', false],
  [{ rpcCode: -32005, message: 'limit exceeded', method: 'eth_getLogs' }, 'rpc.range-too-large', false],
  [{ rpcCode: -32005, message: 'limit exceeded', method: 'eth_getBlockByNumber' }, 'rpc.rate-limited', true],
  [{ rpcCode: -32016, message: 'over rate limit' }, 'rpc.rate-limited', true],
  [{ rpcCode: -32007, message: '50/second request limit reached' }, 'rpc.rate-limited', true],
  [{ rpcCode: 4444, message: 'pruned history unavailable' }, 'rpc.pruned', false],
  [{ rpcCode: -32000, message: 'missing trie node 8b16 (path )' }, 'rpc.pruned', false],
  [{ rpcCode: -32000, message: 'required historical state unavailable (reexec=128)' }, 'rpc.pruned', false],
  [{ rpcCode: -32000, message: 'history not available for block 12' }, 'rpc.pruned', false],
  [
    { rpcCode: -32000, message: 'seek with txNum=19 but data before txNum=26 is not available: blockNum=16' },
    'rpc.pruned',
    false,
  ],
  [{ rpcCode: -32000, message: 'not supported because your node is running with state pruning.' }, 'rpc.pruned', false],
  [{ rpcCode: -32602, message: 'Archive requests need another plan: archive add-on' }, 'rpc.pruned', false],
  [{ rpcCode: -32000, message: 'unknown block' }, 'rpc.unknown-block', true],
  [{ rpcCode: -32000, message: 'header not found' }, 'rpc.unknown-block', true],
  [{ rpcCode: -32602, message: 'invalid block range params' }, 'rpc.unknown-block', true],
  [{ rpcCode: -32601, message: 'the method does not exist' }, 'rpc.unsupported', false],
  [{ rpcCode: 3, message: 'execution reverted' }, 'rpc.reverted', false],
  [{ status: 401 }, 'rpc.refused', false],
  [{ status: 502 }, 'rpc.unreachable', true],
  [{}, 'rpc.unreachable', true],
  [{ rpcCode: -32603, message: 'internal error' }, 'rpc.failed', true],
];

test.each(cases)('%o is %s', (failure, code, retryable) => {
  expect(classifyRpcFailure('https://rpc.example', failure)).toMatchObject({ code, retryable });
});

test('the message says who and what', () => {
  const { message } = classifyRpcFailure('https://rpc.example', { rpcCode: -32603, message: 'internal error' });
  expect(message).toBe('https://rpc.example answered with the error -32603. It says: internal error');
});
