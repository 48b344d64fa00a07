import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import { syncedCollections, type EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';

/**
 * Everything of the owner's as one JSON file: settings, clients, invoices with their signatures and links, payments and
 * history. The recovery phrase is not in it. `content` is base64.
 */
export async function exportWorkspace(
  db: EngineDatabase,
  options: EngineOptions,
): Promise<{ filename: string; content: string }> {
  const exportedAt = options.now();
  const data: Record<string, unknown> = {
    format: 'quittance/export',
    version: 1,
    exportedAt: exportedAt.toISOString(),
  };
  for (const name of syncedCollections) {
    const found = await db[name].find().exec();
    data[name] = found.map((document) => document.toJSON());
  }
  const content = Buffer.from(JSON.stringify(data, null, 2)).toString('base64');
  return { filename: `quittance-${calendarDateAt(exportedAt)}.json`, content };
}
