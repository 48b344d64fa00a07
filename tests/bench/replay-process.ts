import { logsFromFile, startReplayServer } from './replay-server.ts';

/** A replay node in a process of its own: `node replay-process.ts FILE BLOCKS TRANSFERS_PER_BLOCK`; prints its address. */
const [file = '', blocks = '', transfersPerBlock = ''] = process.argv.slice(2);
const size = { blocks: Number(blocks), transfersPerBlock: Number(transfersPerBlock) };
const logs = logsFromFile(file, size.blocks, size.transfersPerBlock);
/** Far enough behind the head for every way of catching up to reach the last block with transfers. */
const head = size.blocks + 300;
const { url } = await startReplayServer({ ...size, head: () => head, logs });
process.stdout.write(`${url}\n`);
