import { fail } from '../../shared/result.ts';
import type { AppHandlers } from '../../shared/app-api/serve-app.ts';

type Commands = AppHandlers['commands'];

async function coming() {
  return fail('app.coming', 'This version cannot do this yet.');
}

/** Commands of the contract whose parts are not joined yet. */
export const comingCommands: Pick<Commands, 'invoice.recordRefund'> = {
  'invoice.recordRefund': coming,
};
