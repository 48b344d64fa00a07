import type { EngineDatabase } from './engine-database.ts';

/** Reads one of this device's own values; null where it has none. The type is the writer's word. */
export async function readDeviceValue<Value>(db: EngineDatabase, key: string): Promise<Value | null> {
  const found = await db.device.findOne(key).exec();
  return found ? (found.toJSON().value as Value) : null;
}

/** Writes one of this device's own values; it is on disk when the promise resolves. */
export async function writeDeviceValue(db: EngineDatabase, key: string, value: unknown): Promise<void> {
  await db.device.upsert({ key, value });
}

/** Forgets one of this device's own values. */
export async function deleteDeviceValue(db: EngineDatabase, key: string): Promise<void> {
  await (await db.device.findOne(key).exec())?.incrementalRemove();
}

/** The keys in use. Sync adds its own under `checkpoint:`. */
export const deviceKeys = {
  deviceId: 'deviceId',
  deviceName: 'deviceName',
  /**
   * This device's place in the workspace, as its number series and addresses use it; folders know it by its first name.
   */
  place: 'ordinal',
  /** True on the device that created the workspace. */
  createdHere: 'createdHere',
  phraseConfirmed: 'phraseConfirmed',
  /** The relay, and its epoch, that has this workspace's links. */
  linksAt: 'linksAt',
  /** What this device last told the relay of whether a link asks for money. */
  linkStatus: (linkId: string) => `linkStatus:${linkId}`,
  /** The block through which this device has looked for payments itself. */
  lookedThrough: (chainId: number) => `lookedThrough:${chainId}`,
  /** The chains of which every transfer is checked on an endpoint of the owner's, or waits for it. */
  checkedChains: 'checkedChains',
  /** The change of a collection through which every transfer is checked, or waits for it. */
  markedThrough: (collection: string) => `markedThrough:${collection}`,
  /** Documents changed here that the relay had not taken when it was last written, as `collection/id`. */
  unsent: 'unsent',
  /** The highest number ever given out in a series. */
  highWater: (series: string) => `highWater:${series}`,
  /** The highest address index that this device ever gave out. */
  addressHighWater: 'highWater:address',
  /** Set where the forwarder contracts were seen on a chain with the right code, which nobody can change. */
  forwarderReady: (chainId: number) => `forwarderReady:${chainId}`,
  /** Work that was begun and must be finished after a crash. */
  intent: (id: string) => `intent:${id}`,
} as const;
