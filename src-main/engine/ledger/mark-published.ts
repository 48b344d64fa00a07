import type { EngineDatabase } from '../database/engine-database.ts';
import { addToTimeline } from './timeline.ts';

/**
 * Notes that a link is out, on the invoice that it belongs to: in its history, and as `publishedAt` (ISO 8601) unless
 * that is set. Found by the link and not by id, because an invoice that was issued on two devices can move to an id of
 * its own while its publication is under way; for a moment there are two of it, and both are noted.
 */
export async function markPublished(db: EngineDatabase, linkId: string, at: string): Promise<void> {
  const detail = 'Published: the link opens, and the relay watches for payments.';
  for (const invoice of await db.invoices.find({ selector: { linkId } }).exec()) {
    await addToTimeline(db, [{ invoiceId: invoice.id, kind: 'published', occasion: '', at, detail }]);
    await invoice.incrementalModify((current) =>
      current.linkId === linkId && current.publishedAt === '' ? { ...current, publishedAt: at } : current,
    );
  }
}
