import { fail } from '../../shared/result.ts';
import type { AppHandlers } from '../../shared/app-api/serve-app.ts';

type Commands = AppHandlers['commands'];

async function coming() {
  return fail('app.coming', 'This version cannot do this yet.');
}

/** Commands of the contract whose parts are not joined yet. */
export const comingCommands: Pick<
  Commands,
  | 'invoice.writeOff'
  | 'invoice.credit'
  | 'invoice.recordRefund'
  | 'invoice.recordOutside'
  | 'invoice.receipt'
  | 'invoice.sendReceipt'
  | 'creditNote.pdf'
  | 'creditNote.send'
  | 'adjustment.undo'
  | 'adjustment.restore'
  | 'transfer.assign'
  | 'transfer.markInternal'
  | 'transfer.undo'
> = {
  'invoice.writeOff': coming,
  'invoice.credit': coming,
  'invoice.recordRefund': coming,
  'invoice.recordOutside': coming,
  'invoice.receipt': coming,
  'invoice.sendReceipt': coming,
  'creditNote.pdf': coming,
  'creditNote.send': coming,
  'adjustment.undo': coming,
  'adjustment.restore': coming,
  'transfer.assign': coming,
  'transfer.markInternal': coming,
  'transfer.undo': coming,
};
