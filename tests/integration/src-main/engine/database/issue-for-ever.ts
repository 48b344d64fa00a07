import { deviceKeys, writeDeviceValue } from '../../../../../src-main/engine/database/device-values.ts';
import { engineOptions, memorySecrets } from '../engine-fixture.ts';
import { openBench } from '../invoice-bench.ts';

/** A process that issues invoices until it is killed, and prints each number. */
const secrets = memorySecrets();
await secrets.save(new Uint8Array(32).fill(7));
const bench = await openBench(engineOptions(process.argv[2] ?? '', { relayOrigin: null, secrets }));
await writeDeviceValue(bench.db, deviceKeys.createdHere, true);
await writeDeviceValue(bench.db, deviceKeys.place, 1);
const settings = await import('../../../../../src-main/engine/workspace/update-settings.ts');
await settings.updateSettings(bench.db, bench.context.options, {
  wallet: bench.context.options.practice?.wallet ?? '',
  seller: { name: 'Ada', email: '', address: '', country: '', taxId: '' },
});
for (;;) process.stdout.write(`${(await bench.issue()).number}\n`);
