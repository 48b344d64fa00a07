import { emptyParty } from '../../../../shared/invoice/party.ts';
import { unwrap } from '../../../../shared/result.ts';
import { startCourier, type Courier } from '../../../../src-main/engine/courier/courier.ts';
import type { EngineDatabase } from '../../../../src-main/engine/database/engine-database.ts';
import { openDatabase } from '../../../../src-main/engine/database/open-database.ts';
import type { EngineOptions } from '../../../../src-main/engine/engine-options.ts';
import { createExclusive } from '../../../../src-main/engine/exclusive.ts';
import { createInvoice } from '../../../../src-main/engine/invoices/draft-commands.ts';
import { createPapers } from '../../../../src-main/engine/invoices/create-papers.ts';
import type { InvoiceContext } from '../../../../src-main/engine/invoices/invoice-context.ts';
import { receiptHooks } from '../../../../src-main/engine/invoices/receipt-hooks.ts';
import { setSettledHooks } from '../../../../src-main/engine/ledger/on-settled.ts';
import { issueInvoice } from '../../../../src-main/engine/invoices/issue.ts';
import { openWorkspace } from '../../../../src-main/engine/workspace/workspace.ts';
import type { InvoiceDocument } from '../../../../src-main/engine/database/documents.ts';
import { simpleDraft } from './engine-fixture.ts';

/** The engine's insides on a real file, with small papers in place of the PDF renderer: layout is not what is tested. */
export interface InvoiceBench {
  readonly db: EngineDatabase;
  readonly context: InvoiceContext;
  readonly courier: Courier;
  issue(more?: Parameters<typeof simpleDraft>[0]): Promise<InvoiceDocument>;
  read(id: string): Promise<InvoiceDocument>;
  close(): Promise<void>;
}

/** Opens the insides and, where there is none yet, a workspace. */
export async function openBench(options: EngineOptions & { maxPages?: number }): Promise<InvoiceBench> {
  const opened = unwrap(await openDatabase(options));
  const { db } = opened;
  const workspace = unwrap(await openWorkspace(db, options));
  if (workspace.status$.value.state === 'absent') {
    const seller = { ...emptyParty, name: 'Ada', email: 'ada@example.com' };
    unwrap(await workspace.create({ seller, wallet: 'practice', deviceName: 'Laptop' }));
  }
  const printed = new TextEncoder().encode('%PDF-');
  const renderer = {
    render: () => Promise.resolve(printed),
    renderInvoice: () => Promise.resolve(printed),
    close: () => Promise.resolve(),
  };
  const papers = createPapers(db, options, renderer, workspace);
  setSettledHooks(db, receiptHooks(db, options));
  const courier = await startCourier(db, options, { db, papers, now: options.now });
  const context: InvoiceContext = { db, options, workspace, courier, papers, exclusively: createExclusive() };
  const read = async (id: string): Promise<InvoiceDocument> => {
    const found = await db.invoices.findOne(id).exec(true);
    return found.toMutableJSON();
  };
  return {
    db,
    context,
    courier,
    read,
    async issue(more) {
      const { id } = unwrap(await createInvoice(context, simpleDraft(more)));
      unwrap(await issueInvoice(context, id));
      return read(id);
    },
    async close() {
      await courier.stop();
      await opened.close();
    },
  };
}
