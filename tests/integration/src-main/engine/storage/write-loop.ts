import { getSqliteStorage } from '../../../../../src-main/engine/storage/get-sqlite-storage.ts';
import { openSamples, sample, stored } from './storage-fixture.ts';

/**
 * A process of its own that writes until it is killed: `node write-loop.ts FOLDER PREFIX [COUNT]`. After each write that the storage has
 * acknowledged it prints the ids, one line a write; on a conflict over the shared document it reads and tries again.
 */
const [folder = '', prefix = '', count = 'Infinity'] = process.argv.slice(2);
const instance = await openSamples(getSqliteStorage({ folder, search: { samples: { paths: ['name'] } } }));
for (let at = 0; at < Number(count); at += 1) {
  const ids = [0, 1, 2].map((part) => `${prefix}${at}-${part}`);
  const { error } = await instance.bulkWrite(
    ids.map((id) => ({ document: stored(sample(id, { name: `name ${id}` }), { lwt: Date.now() }) })),
    'loop',
  );
  if (error.length > 0) throw new Error('an insert met a conflict');
  await raiseShared(at);
  process.stdout.write(`${ids.join(' ')}\n`);
}
await instance.close();

async function raiseShared(at: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const [previous] = await instance.findDocumentsById(['shared'], true);
    const document = stored(sample('shared', { age: (previous?.age ?? 0) + 1 }), {
      rev: `${at + 1}-${prefix}${tries}`,
      lwt: Date.now(),
    });
    const { error } = await instance.bulkWrite([previous ? { previous, document } : { document }], 'loop');
    if (error.length === 0) return;
  }
}
