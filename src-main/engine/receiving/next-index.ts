import { addressBlockSize, nextAddressIndex } from '../../../shared/payment/address-index.ts';
import type { Result } from '../../../shared/result.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * The index of the next invoice's own address: above every one that an invoice known here has in this device's block,
 * of whichever account or wallet, and above the high-water mark. One look at an index, however many invoices there are.
 */
export async function nextIndex(
  db: EngineDatabase,
  workspace: Pick<Workspace, 'addressBlock'>,
): Promise<Result<number>> {
  const block = await workspace.addressBlock();
  if (!block.ok) return block;
  const first = block.value * addressBlockSize;
  const highest = await db.invoices
    .findOne({
      selector: { addressIndex: { $gte: first, $lt: first + addressBlockSize } },
      sort: [{ addressIndex: 'desc' }],
    })
    .exec();
  return nextAddressIndex({
    ordinal: block.value,
    used: highest ? [highest.addressIndex] : [],
    highWater: await readDeviceValue<number>(db, deviceKeys.addressHighWater),
  });
}

/** Remembers that an index is out; called after the invoice has it. */
export async function raiseAddressHighWater(db: EngineDatabase, index: number): Promise<void> {
  if (index < 0) return;
  const before = (await readDeviceValue<number>(db, deviceKeys.addressHighWater)) ?? -1;
  if (before < index) await writeDeviceValue(db, deviceKeys.addressHighWater, index);
}
