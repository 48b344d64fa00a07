import type { Command } from 'commander';
import { Option } from 'commander';
import { taxCategories, type InvoiceDraft, type TaxCategory } from '../../shared/invoice/invoice-draft.ts';
import { emptyParty, type Party } from '../../shared/invoice/party.ts';
import type { Contact } from '../../shared/app-api/contact.ts';
import { lineFrom } from './draft-file.ts';

/** What the options of `invoice create` say. */
export interface DraftOptions {
  readonly to?: string;
  readonly client?: string;
  readonly amount?: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly currency?: string;
  readonly due?: string;
  readonly date?: string;
  readonly description?: string;
  readonly discount?: string;
  readonly tax?: string;
  readonly taxCategory?: TaxCategory;
  readonly taxReason?: string;
  readonly taxInclusive?: boolean;
  readonly notes?: string;
  readonly terms?: string;
  readonly order?: string;
}

/** Adds the options that describe an invoice of one line. */
export function withDraftOptions(command: Command): Command {
  return command
    .option('--to <email>', 'whom it is for; a contact with this address brings its details')
    .option('--client <name>', 'the client’s name')
    .option('--amount <amount>', 'the price of one, such as 1200.00')
    .option('--currency <code>', 'such as USD or EUR')
    .option('--due <date>', 'pay by, such as 2027-01-31')
    .option('--description <text>', 'what it is for')
    .option('--quantity <number>', 'how many (default: 1)')
    .option('--unit <text>', 'of what, such as hours')
    .option('--discount <discount>', 'off the whole: an amount, or percent such as 10%')
    .option('--tax <percent>', 'tax rate, such as 19')
    .addOption(new Option('--tax-category <code>', 'EN 16931 category').choices(taxCategories))
    .option('--tax-reason <text>', 'why no tax is charged')
    .option('--tax-inclusive', 'the amount holds the tax already')
    .option('--date <date>', 'issue date (default: the day it is issued)')
    .option('--notes <text>', 'a note on the invoice')
    .option('--terms <text>', 'terms on the invoice')
    .option('--order <reference>', 'the client’s purchase order');
}

/** Lays what the options say over a draft (from a file, or nothing). Only one line can be written by options. */
export function draftFromOptions(
  options: DraftOptions,
  base: Partial<InvoiceDraft>,
  contacts: readonly Contact[],
): Partial<InvoiceDraft> {
  const buyer = buyerFrom(options, base, contacts);
  return {
    ...base,
    ...buyer,
    ...(options.currency === undefined ? {} : { currency: options.currency }),
    ...(options.due === undefined ? {} : { dueDate: options.due }),
    ...(options.date === undefined ? {} : { issueDate: options.date }),
    ...(options.notes === undefined ? {} : { notes: options.notes }),
    ...(options.terms === undefined ? {} : { terms: options.terms }),
    ...(options.order === undefined ? {} : { purchaseOrder: options.order }),
    ...(options.taxInclusive ? { priceMode: 'inclusive' as const } : {}),
    ...(options.discount === undefined ? {} : { discount: discountFrom(options.discount) }),
    ...(describesLine(options) ? { lines: [lineFromOptions(options)] } : {}),
  };
}

/** Whether any option speaks of the line, so that it would stand in for a file's lines. */
export function describesLine(options: DraftOptions): boolean {
  const { amount, description, quantity, unit, tax, taxCategory, taxReason } = options;
  return [amount, description, quantity, unit, tax, taxCategory, taxReason].some((value) => value !== undefined);
}

function lineFromOptions(options: DraftOptions): InvoiceDraft['lines'][number] {
  const { amount, description, quantity, unit, tax, taxCategory, taxReason } = options;
  return lineFrom({
    ...(description === undefined ? {} : { description }),
    ...(amount === undefined ? {} : { unitPrice: amount }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(unit === undefined ? {} : { unit }),
    ...(tax === undefined ? {} : { taxRate: tax }),
    ...(taxCategory === undefined ? {} : { taxCategory }),
    ...(taxReason === undefined ? {} : { taxReason }),
  });
}

function buyerFrom(
  options: DraftOptions,
  base: Partial<InvoiceDraft>,
  contacts: readonly Contact[],
): Pick<Partial<InvoiceDraft>, 'buyer' | 'contactId'> {
  const { to, client } = options;
  if (to === undefined && client === undefined) return {};
  const known = contacts.filter(({ party }) => isNamed(party, options));
  const contact = known.length === 1 ? known[0] : undefined;
  if (contact) return { buyer: contact.party, contactId: contact.id };
  const party = base.buyer ?? emptyParty;
  return { buyer: { ...party, email: to ?? party.email, name: client ?? party.name } };
}

function isNamed(party: Party, { to, client }: Pick<DraftOptions, 'to' | 'client'>): boolean {
  if (to !== undefined && party.email.toLowerCase() !== to.trim().toLowerCase()) return false;
  return client === undefined || party.name.toLowerCase() === client.trim().toLowerCase();
}

function discountFrom(text: string): InvoiceDraft['discount'] {
  const percent = /^(.*)%$/.exec(text.trim());
  return percent ? { kind: 'percent', value: (percent[1] ?? '').trim() } : { kind: 'amount', value: text };
}
